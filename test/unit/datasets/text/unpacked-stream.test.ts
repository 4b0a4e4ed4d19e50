import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpackedStream } from '../../../../src/datasets/text/unpacked-stream.ts';
import { collect } from '../../../collect.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

async function read(bytes: Uint8Array): Promise<Buffer> {
  const path = join(temporaryFolder(), 'a.csv');
  writeFileSync(path, bytes);
  return Buffer.concat(await collect(unpackedStream({ path, name: 'a.csv' }, 'put it there')));
}

const content = Buffer.from(Array.from({ length: 50_000 }, (_, i) => `${i},${i % 7}\n`).join(''));

describe('unpackedStream', () => {
  it('gives the bytes of a plain file, of one packed with gzip or zstd, and of several such one after the other', async () => {
    expect(await read(content)).toEqual(content);
    expect(await read(gzipSync(content))).toEqual(content);
    expect(await read(zstdCompressSync(content))).toEqual(content);
    expect(await read(Buffer.concat([gzipSync('a\n'), gzipSync('b\n')]))).toEqual(Buffer.from('a\nb\n'));
    expect(await read(Buffer.concat([zstdCompressSync('a\n'), zstdCompressSync('b\n')]))).toEqual(
      Buffer.from('a\nb\n'),
    );
    expect(await read(Buffer.alloc(0))).toEqual(Buffer.alloc(0));
  });

  it.each([
    ['gzip', gzipSync(content)],
    ['zstd', zstdCompressSync(content)],
  ])('says that a %s file was cut short or damaged', async (kind, packed) => {
    const message = new RegExp(
      `^a\\.csv cannot be unpacked \\(.+\\): it was cut short or damaged; make the ${kind} file again$`,
    );
    await expect(read(packed.subarray(0, packed.length / 2))).rejects.toThrow(message);
    const damaged = Buffer.from(packed);
    damaged[packed.length >> 1]! ^= 0xff;
    await expect(read(damaged)).rejects.toThrow(message);
  });

  it('names packings that are not read, and a file that is not there', async () => {
    await expect(read(Buffer.from('PK\x03\x04…'))).rejects.toThrow(
      'a.csv is packed with zip, as archives and spreadsheets (.xlsx) are, expected a text: unpack it, or pack it with gzip or zstd',
    );
    await expect(read(Buffer.from('BZh91AY'))).rejects.toThrow(
      /^a\.csv is packed with bzip2, expected a text/,
    );
    const gone = unpackedStream({ path: '/nowhere/a.csv', name: 'a.csv' }, 'put it there');
    await expect(gone.next()).rejects.toThrow(
      "a.csv cannot be read (ENOENT: no such file or directory, open '/nowhere/a.csv'): put it there",
    );
  });
});
