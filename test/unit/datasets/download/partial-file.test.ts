import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DataError } from '../../../../src/datasets/data-error.ts';
import { bytesPath, PartialFile, statePath } from '../../../../src/datasets/download/partial-file.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const url = 'https://example.org/data.bin';

it('keeps bytes and version for the next process, and takes the name when it is finished', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'data.bin');
  const first = await PartialFile.open(path, url);
  await first.restart('"v1"');
  await first.append(Buffer.from('one '));
  await first.close();
  expect(readdirSync(folder).sort()).toEqual(['data.bin.partial', 'data.bin.partial.json']);

  const second = await PartialFile.open(path, url);
  expect(second).toMatchObject({ sizeBytes: 4, validator: '"v1"', joined: true, restarts: 0 });
  await second.append(Buffer.from('two'));
  await second.finish();
  expect(readdirSync(folder)).toEqual(['data.bin']);
  expect(readFileSync(path, 'utf8')).toBe('one two');
});

it('throws the bytes away when it restarts', async () => {
  const path = join(temporaryFolder(), 'data.bin');
  const partial = await PartialFile.open(path, url);
  await partial.restart('"v1"');
  await partial.append(Buffer.from('old'));
  partial.join();
  await partial.restart('"v2"');
  expect(partial).toMatchObject({ sizeBytes: 0, validator: '"v2"', joined: false, restarts: 2 });
  await partial.append(Buffer.from('new'));
  await partial.finish();
  expect(readFileSync(path, 'utf8')).toBe('new');
});

it('takes nothing up that is of another address or of an unknown one', async () => {
  const path = join(temporaryFolder(), 'data.bin');
  writeFileSync(bytesPath(path), 'bytes');
  expect(await PartialFile.open(path, url)).toMatchObject({ sizeBytes: 0, joined: false });
  writeFileSync(statePath(path), JSON.stringify({ url: 'https://example.org/other.bin', validator: '"v1"' }));
  const partial = await PartialFile.open(path, url);
  expect(partial.sizeBytes).toBe(0);
  expect(partial.validator).toBeUndefined();
});

it('says where it cannot write', async () => {
  const path = join(temporaryFolder(), 'data.bin');
  mkdirSync(statePath(path));
  const partial = await PartialFile.open(path, url);
  await expect(partial.restart()).rejects.toThrow(
    new DataError(
      `cannot write ${bytesPath(path)}: EISDIR: illegal operation on a directory, open '${statePath(path)}': ` +
        'free space or allow writing there, then run again',
    ),
  );
});
