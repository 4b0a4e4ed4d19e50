import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { unverifiedFiles } from '../../../src/datasets/unverified-files.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const file = { path: 'sst/train.txt', sizeBytes: 5, sha256: 'ab' };

it('names the files of a download that are not the pinned ones', async () => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'download.json'),
    JSON.stringify({ format: 1, verified: [{ ...file, path: 'x' }], unverified: [file] }),
  );
  expect(await unverifiedFiles(folder)).toEqual([file]);
});

it('names none of a folder that was not downloaded, and none of a single file', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'train.txt'), '');
  expect(await unverifiedFiles(folder)).toEqual([]);
  expect(await unverifiedFiles(join(folder, 'train.txt'))).toEqual([]);
});
