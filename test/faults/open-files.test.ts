import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { BIN } from '../command-line.ts';
import { projectFolder } from '../project-folder.ts';
import { smallProject } from '../small-project.ts';

test.skipIf(process.platform !== 'linux')('too few open files are said before anything else happens', () => {
  const cwd = projectFolder(smallProject);
  const run = (files: number) =>
    spawnSync('sh', ['-c', `ulimit -n ${files}; exec "$0" "$@"`, process.execPath, BIN, '-j', '2'], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
  for (const files of [25, 32, 63]) {
    const { status, stdout, stderr } = run(files);
    expect([status, stdout, stderr]).toEqual([
      1,
      '',
      `this process may have ${files} files open, at least 64 are needed\n  Raise the limit ("ulimit -n 4096"); then run the same command again.\n`,
    ]);
  }
  const { status, stderr } = run(64);
  expect([status, stderr]).toEqual([0, '']);
});
