import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { PartialCheckpoint } from '../../../../src/datasets/download/partial-checkpoint.ts';
import { bytesPath, PartialFile } from '../../../../src/datasets/download/partial-file.ts';
import { folderCheckpoint } from '../../../folder-checkpoint.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const url = 'https://example.org/data.bin';
const MEBIBYTE = 1 << 20;

async function startFile(path: string): Promise<PartialFile> {
  const partial = await PartialFile.open(path, url);
  await partial.restart('"v1"');
  onTestFinished(() => partial.close());
  return partial;
}

it('restores in another folder what was saved, piece by piece', async () => {
  const store = folderCheckpoint(temporaryFolder());
  const path = join(temporaryFolder(), 'a.bin');
  const checkpoint = new PartialCheckpoint(store, [path]);
  const partial = await startFile(path);
  for (let piece = 0; piece < 20; piece++) {
    await partial.append(Buffer.alloc(MEBIBYTE, piece));
    await checkpoint.follow(partial, 100 * MEBIBYTE);
  }
  await checkpoint.save();
  await checkpoint.save();
  // At 8 and 16 MiB, and once more at the end: there was nothing new at the second call.
  expect(store.saves()).toBe(3);
  expect(readdirSync(join(store.load()!, '0'))).toHaveLength(1 + 3);

  const elsewhere = join(temporaryFolder(), 'sub/a.bin');
  await new PartialCheckpoint(store, [elsewhere]).restore();
  expect(readFileSync(bytesPath(elsewhere)).equals(readFileSync(bytesPath(path)))).toBe(true);
  expect(await PartialFile.open(elsewhere, url)).toMatchObject({
    sizeBytes: 20 * MEBIBYTE,
    validator: '"v1"',
  });
});

it('copies new bytes only: what the checkpoint before holds is linked', async () => {
  const store = folderCheckpoint(temporaryFolder());
  const path = join(temporaryFolder(), 'a.bin');
  const checkpoint = new PartialCheckpoint(store, [path]);
  const partial = await startFile(path);
  const inodeOfFirst = (): number => statSync(join(store.load()!, '0/bytes-000000000000000')).ino;
  await partial.append(Buffer.alloc(8 * MEBIBYTE));
  await checkpoint.follow(partial, 100 * MEBIBYTE);
  const inode = inodeOfFirst();
  await partial.append(Buffer.alloc(8 * MEBIBYTE));
  await checkpoint.follow(partial, 100 * MEBIBYTE);
  expect(inodeOfFirst()).toBe(inode);
});

it('forgets the bytes of a file that was started again', async () => {
  const store = folderCheckpoint(temporaryFolder());
  const path = join(temporaryFolder(), 'a.bin');
  const checkpoint = new PartialCheckpoint(store, [path]);
  const partial = await startFile(path);
  await partial.append(Buffer.alloc(8 * MEBIBYTE, 1));
  await checkpoint.follow(partial, 100 * MEBIBYTE);
  await partial.restart('"v2"');
  await partial.append(Buffer.from('new'));
  await checkpoint.follow(partial, 100 * MEBIBYTE);
  await checkpoint.save();

  const elsewhere = join(temporaryFolder(), 'a.bin');
  await new PartialCheckpoint(store, [elsewhere]).restore();
  expect(readFileSync(bytesPath(elsewhere), 'utf8')).toBe('new');
  expect((await PartialFile.open(elsewhere, url)).validator).toBe('"v2"');
});

it('keeps a complete file while the next ones are received', async () => {
  const store = folderCheckpoint(temporaryFolder());
  const folder = temporaryFolder();
  const paths = [join(folder, 'a.bin'), join(folder, 'b.bin')];
  const checkpoint = new PartialCheckpoint(store, paths);
  const first = await startFile(paths[0]!);
  await first.append(Buffer.from('first'));
  await checkpoint.follow(first, 5);
  await first.finish();
  const second = await startFile(paths[1]!);
  await second.append(Buffer.from('sec'));
  await checkpoint.follow(second, 6);
  await checkpoint.save();

  const elsewhere = temporaryFolder();
  const restored = [join(elsewhere, 'a.bin'), join(elsewhere, 'b.bin')];
  await new PartialCheckpoint(store, restored).restore();
  expect(restored.map((path) => readFileSync(bytesPath(path), 'utf8'))).toEqual(['first', 'sec']);
});

it('does nothing where there is no checkpoint and nothing was received', async () => {
  const store = folderCheckpoint(temporaryFolder());
  const folder = temporaryFolder();
  const checkpoint = new PartialCheckpoint(store, [join(folder, 'a.bin')]);
  await checkpoint.restore();
  await checkpoint.save();
  expect(readdirSync(folder)).toEqual([]);
  expect(store.saves()).toBe(0);
});
