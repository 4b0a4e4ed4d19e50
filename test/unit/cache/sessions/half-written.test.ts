import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { siblingName } from '../../../../src/cache/files/replace-file.ts';
import { halfWritten } from '../../../../src/cache/sessions/half-written.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

it('finds what a process that is gone had begun to write, and nothing of a living one', () => {
  const cache = temporaryCache();
  const key = sha256('key');
  const { pid } = spawnSync(process.execPath, ['--version']);
  const paths = [cache.record(key), cache.manifest(key), join(cache.logs, 'train', 'a.log')];
  for (const path of paths) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'whole');
    writeFileSync(`${path}.${pid}-0123abcd-7.tmp`, 'half');
    writeFileSync(siblingName(path), 'being written');
  }
  expect(halfWritten(cache).sort()).toEqual(paths.map((path) => `${path}.${pid}-0123abcd-7.tmp`).sort());
});
