import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DataError } from '../../../../src/datasets/data-error.ts';
import type { PinnedFile } from '../../../../src/datasets/download/pinned-file.ts';
import { takeLocal } from '../../../../src/datasets/download/take-local.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function pin(path: string, text: string): PinnedFile {
  return { url: `https://example.org/${path}`, path, sizeBytes: text.length, sha256: digest(text) };
}

function dataDir(files: Record<string, string>): string {
  const root = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

it('copies a file that is the pinned one, and leaves the original alone', async () => {
  const root = dataDir({ 'trees.zip': 'trees' });
  const output = temporaryFolder();
  const local = { path: join(root, 'trees.zip'), allowUnverified: false };
  const record = await takeLocal([pin('trees.zip', 'trees')], local, output);
  expect(record).toEqual({
    verified: [{ path: 'trees.zip', sizeBytes: 5, sha256: digest('trees') }],
    unverified: [],
  });
  expect(readFileSync(join(output, 'trees.zip'), 'utf8')).toBe('trees');
  expect(statSync(join(root, 'trees.zip')).ino).not.toBe(statSync(join(output, 'trees.zip')).ino);
});

it('copies from a folder only the pinned files', async () => {
  const root = dataDir({ 'model/a.json': 'a', 'model/onnx/b.bin': 'bb', 'model/notes.txt': 'mine' });
  const output = temporaryFolder();
  const local = { path: join(root, 'model'), allowUnverified: false };
  await takeLocal([pin('model/a.json', 'a'), pin('model/onnx/b.bin', 'bb')], local, output);
  expect(readdirSync(output, { recursive: true }).sort()).toEqual([
    'model',
    'model/a.json',
    'model/onnx',
    'model/onnx/b.bin',
  ]);
});

it('refuses a file with another digest', async () => {
  const root = dataDir({ 'trees.zip': 'trees!' });
  const output = temporaryFolder();
  const take = takeLocal(
    [pin('trees.zip', 'trees')],
    { path: join(root, 'trees.zip'), allowUnverified: false },
    output,
  );
  await expect(take).rejects.toThrow(
    new DataError(
      `the data dir ${root} does not hold the official files: expected trees.zip (5 bytes, sha256 ${digest('trees')}), ` +
        `found trees.zip (6 bytes, sha256 ${digest('trees!')}): put the official files there, ` +
        'or let these in with allowUnverified: true (the report then says so)',
    ),
  );
  expect(readdirSync(output)).toEqual([]);
});

it('lets a file with another digest in when it is told to, and says so', async () => {
  const root = dataDir({ 'model/a.json': 'a', 'model/b.bin': 'other' });
  const local = { path: join(root, 'model'), allowUnverified: true };
  const record = await takeLocal(
    [pin('model/a.json', 'a'), pin('model/b.bin', 'b')],
    local,
    temporaryFolder(),
  );
  expect(record.verified.map(({ path }) => path)).toEqual(['model/a.json']);
  expect(record.unverified).toEqual([{ path: 'model/b.bin', sizeBytes: 5, sha256: digest('other') }]);
});

it('takes a folder of another layout whole, as unverified', async () => {
  const root = dataDir({ 'unpacked/a.txt': 'a', 'unpacked/sub/b.txt': 'b' });
  const output = temporaryFolder();
  const local = { path: join(root, 'unpacked'), allowUnverified: true };
  const record = await takeLocal([pin('trees.zip', 'trees')], local, output);
  expect(record).toEqual({
    verified: [],
    unverified: [
      { path: 'unpacked/a.txt', sizeBytes: 1, sha256: digest('a') },
      { path: 'unpacked/sub/b.txt', sizeBytes: 1, sha256: digest('b') },
    ],
  });
  expect(readFileSync(join(output, 'unpacked/sub/b.txt'), 'utf8')).toBe('b');
  await expect(
    takeLocal([pin('trees.zip', 'trees')], { ...local, allowUnverified: false }, output),
  ).rejects.toThrow(
    `expected trees.zip (5 bytes, sha256 ${digest('trees')}), found unpacked/a.txt (1 byte, sha256 ${digest('a')}), unpacked/sub/b.txt`,
  );
});

it('says which of several files is missing', async () => {
  const root = dataDir({ 'model/a.json': 'a' });
  const files = [pin('model/a.json', 'a'), pin('model/b.bin', 'b')];
  const take = takeLocal(files, { path: join(root, 'model'), allowUnverified: false }, temporaryFolder());
  await expect(take).rejects.toThrow(
    new DataError(
      `the data dir has ${join(root, 'model')}, but not model/b.bin (1 byte, sha256 ${digest('b')}): put the rest there too, ` +
        'or let what is there in with allowUnverified: true (the report then says so)',
    ),
  );
});

it('lets other files in instead of the missing ones when it is told to, and verifies the rest', async () => {
  const root = dataDir({ 'model/a.json': 'a', 'model/b.onnx': 'bb' });
  const files = [pin('model/a.json', 'a'), pin('model/b.bin', 'b')];
  const output = temporaryFolder();
  const record = await takeLocal(files, { path: join(root, 'model'), allowUnverified: true }, output);
  expect(record).toEqual({
    verified: [{ path: 'model/a.json', sizeBytes: 1, sha256: digest('a') }],
    unverified: [{ path: 'model/b.onnx', sizeBytes: 2, sha256: digest('bb') }],
  });
  expect(readdirSync(join(output, 'model')).sort()).toEqual(['a.json', 'b.onnx']);
});

it('does not look at the neighbours of what it is given: they are not part of the key', async () => {
  const root = dataDir({ 'trees.zip': 'trees', 'unpacked/a.txt': 'a' });
  const output = temporaryFolder();
  const local = { path: join(root, 'unpacked'), allowUnverified: true };
  const record = await takeLocal([pin('trees.zip', 'trees')], local, output);
  expect(record.verified).toEqual([]);
  expect(readdirSync(output)).toEqual(['unpacked']);
});

it('follows links', async () => {
  const root = dataDir({ 'elsewhere.bin': 'bb', 'model/a.json': 'a' });
  symlinkSync(join(root, 'elsewhere.bin'), join(root, 'model/b.onnx'));
  const output = temporaryFolder();
  await takeLocal(
    [pin('model/a.json', 'a'), pin('model/b.bin', 'b')],
    { path: join(root, 'model'), allowUnverified: true },
    output,
  );
  expect(readFileSync(join(output, 'model/b.onnx'), 'utf8')).toBe('bb');
});

it('refuses an empty folder, and a folder in the place of a file', async () => {
  const root = dataDir({});
  mkdirSync(join(root, 'sst'));
  mkdirSync(join(root, 'trees.zip'));
  const take = (name: string): Promise<unknown> =>
    takeLocal(
      [pin('trees.zip', 'trees')],
      { path: join(root, name), allowUnverified: true },
      temporaryFolder(),
    );
  await expect(take('sst')).rejects.toThrow(
    new DataError(
      `the data dir has ${root}/sst, which holds no file: put trees.zip there, or remove it, so that they are downloaded`,
    ),
  );
  await expect(take('trees.zip')).rejects.toThrow(
    new DataError(
      `${root}/trees.zip in the data dir is a folder, expected a file: put the file in its place`,
    ),
  );
});
