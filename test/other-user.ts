import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';

const NOBODY = 65534;
const NEEDED = [
  resolve(import.meta.dirname, '../bin/eos-pipeline.js'),
  resolve(import.meta.dirname, '../src/cli/main.ts'),
];

let answer: { id: number } | { missing: string } | undefined;

/**
 * Another user, for tests of root that act as one; or why there is none: who runs the tests is not root, or the clone (or its
 * Node), or the folder of temporary files, lies where nobody else can reach it.
 */
export function otherUser(): { id: number } | { missing: string } {
  return (answer ??= look());
}

function look(): { id: number } | { missing: string } {
  if (process.getuid?.() !== 0) return { missing: 'only root can act as another user' };
  const reads = `const { accessSync, constants, readFileSync } = require('node:fs');
    for (const path of ${JSON.stringify(NEEDED)}) readFileSync(path);
    accessSync(${JSON.stringify(tmpdir())}, constants.X_OK);`;
  const { error, status } = spawnSync(process.execPath, ['--eval', reads], {
    uid: NOBODY,
    gid: NOBODY,
    cwd: '/',
    stdio: 'ignore',
  });
  if (error === undefined && status === 0) return { id: NOBODY };
  return { missing: 'another user cannot reach this clone, its Node, or the folder of temporary files' };
}
