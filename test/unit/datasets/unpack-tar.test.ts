import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { expect, it } from 'vitest';
import { DataError } from '../../../src/datasets/data-error.ts';
import { unpackTar } from '../../../src/datasets/unpack-tar.ts';
import { tarGz } from '../../cifar-archive.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

it('unpacks the wanted files into one folder, wherever in the archive they lie', async () => {
  const folder = temporaryFolder();
  const archive = join(folder, 'a.tar.gz');
  writeFileSync(
    archive,
    await tarGz({ 'top/a.bin': Buffer.alloc(100_000, 1), '../../b.bin': 'two', 'c.txt': 'three' }),
  );
  const unpacked = await unpackTar({ path: archive, name: 'my.tar.gz' }, join(folder, 'out'), (name) =>
    name.endsWith('.bin'),
  );
  expect(unpacked).toEqual(['a.bin', 'b.bin']);
  expect(readdirSync(join(folder, 'out')).sort()).toEqual(['a.bin', 'b.bin']);
  expect(readFileSync(join(folder, 'out/a.bin')).equals(Buffer.alloc(100_000, 1))).toBe(true);
  expect(readFileSync(join(folder, 'out/b.bin'), 'utf8')).toBe('two');
});

it('refuses an archive that was cut short, and something else than an archive', async () => {
  const folder = temporaryFolder();
  const archive = join(folder, 'a.tar.gz');
  const noise = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * index * 31) % 253));
  const whole = await tarGz({ 'a.bin': 'one', 'b.bin': noise });
  writeFileSync(archive, whole.subarray(0, whole.length - 500));
  const advice = 'expected a complete .tar.gz archive; fetch it again';
  const unpack = (): Promise<string[]> =>
    unpackTar({ path: archive, name: 'my.tar.gz' }, join(folder, 'out'), () => true);
  await expect(unpack()).rejects.toThrow(
    new DataError(`cannot unpack my.tar.gz: unexpected end of file (after a.bin): ${advice}`),
  );
  writeFileSync(archive, 'hello');
  await expect(unpack()).rejects.toThrow(
    new DataError(`cannot unpack my.tar.gz: incorrect header check (after no file): ${advice}`),
  );
});

it('refuses two files of one name, and a link in the place of a file', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'a.tar.gz');
  const unpack = (): Promise<string[]> =>
    unpackTar({ path, name: 'my.tar.gz' }, join(folder, 'out'), (name) => name.endsWith('.bin'));
  writeFileSync(path, await tarGz({ 'a/x.bin': 'one', 'b/x.bin': 'two' }));
  await expect(unpack()).rejects.toThrow(
    new DataError(
      'my.tar.gz holds a/x.bin and b/x.bin, two files of one name: which is meant cannot be told; take one out',
    ),
  );
  const archive = pack();
  archive.entry({ name: 'a/x.bin', type: 'symlink', linkname: 'y.bin' });
  archive.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of archive) pieces.push(piece as Buffer);
  writeFileSync(path, gzipSync(Buffer.concat(pieces)));
  await expect(unpack()).rejects.toThrow(
    new DataError(
      'my.tar.gz: a/x.bin is a symlink, expected a file: pack the file itself (tar --dereference)',
    ),
  );
});
