import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../src/datasets/data-error.ts';
import { fileKind, type DataKind } from '../../../../src/datasets/inspect/file-kind.ts';
import { writeTensors } from '../../../../src/tensors/safetensors/safetensors.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { fixtures } from '../import/table-formats/table-columns.ts';
import { aeonFile } from '../time-series/aeon-files.ts';

async function kindOf(content: string | Uint8Array): Promise<DataKind> {
  const path = join(temporaryFolder(), 'x');
  writeFileSync(path, content);
  return fileKind({ path, name: 'x' });
}

describe('fileKind', () => {
  it('tells files by their content', async () => {
    for (const [name, kind] of [
      ['types.parquet', 'parquet'],
      ['file-none.arrow', 'arrow'],
      ['stream-none.arrow', 'arrow'],
    ] as const)
      expect(await fileKind({ path: join(fixtures, name), name })).toBe(kind);
    expect(await fileKind(aeonFile('UnitTest_TRAIN.ts'))).toBe('ts');
    expect(await fileKind(aeonFile('BasicMotions_TEST.arff'))).toBe('arff');
    const mat = join(fixtures, '../../arrays/fixtures/mat/big_endian.mat');
    expect(await fileKind({ path: mat, name: 'x' })).toBe('mat');
    expect(await kindOf('a,b\n1,2\n')).toBe('csv');
    expect(await kindOf(gzipSync('a,b\n1,2\n'.repeat(50_000)))).toBe('csv');
    expect(await kindOf(zstdCompressSync('a,b\n1,2\n'))).toBe('csv');
    expect(await kindOf(Buffer.from('\uFEFFa,b\n1,2\n', 'utf16le'))).toBe('csv');
    expect(await kindOf(Buffer.from('\x93NUMPY\x01\0', 'latin1'))).toBe('npy');
    expect(await kindOf(zipSync({ 'x.npy': new Uint8Array(10) }))).toBe('npz');
    expect(await kindOf(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 5, 7))).toBe('idx');
    const path = join(temporaryFolder(), 'x');
    writeTensors(path, { x: { shape: [1], values: Float64Array.of(1) } });
    expect(await fileKind({ path, name: 'x' })).toBe('safetensors');
  });

  it('tells folders by what is in them', async () => {
    expect(await fileKind({ path: join(fixtures, 'hugging-face'), name: 'x' })).toBe('huggingface-splits');
    expect(await fileKind({ path: join(fixtures, 'hugging-face', 'train'), name: 'x' })).toBe('huggingface');
    const path = temporaryFolder();
    mkdirSync(join(path, 'train', 'cat'), { recursive: true });
    writeFileSync(join(path, 'train', 'cat', '1.png'), '');
    expect(await fileKind({ path, name: 'x' })).toBe('images');
    expect(await fileKind({ path: join(path, 'train'), name: 'x' })).toBe('images');
  });

  it('knows formats that are not read, and says what to do', async () => {
    const expected =
      'expected .npy, .npz, .mat, safetensors, IDX, Parquet, Arrow, ARFF, a .ts file, a table in text, or a folder of images: ';
    for (const [content, what, advice] of [
      ['PK\x03\x04rest', 'a zip archive without arrays', 'unpack it'],
      ['\x89PNG\r\n', 'one image', 'name the folder that holds a folder for each class'],
      ['[{"a": 1}]', 'JSON', 'save the table as CSV'],
      [`${'\0'.repeat(257)}ustar`, 'a tar archive', 'unpack it'],
      [
        '\x89HDF\r\n',
        'HDF5',
        'save its arrays with numpy.savez, or its table with pandas DataFrame.to_parquet',
      ],
    ] as const)
      await expect(kindOf(Buffer.from(content, 'latin1'))).rejects.toThrow(
        new DataError(`x is ${what}, ${expected}${advice}`),
      );
    await expect(kindOf(new Uint8Array(2 * 3073).fill(7))).rejects.toThrow(
      new DataError(
        'x seems to hold 2 records of CIFAR-10, which has stages of its own: put its folder into the data dir (--data-dir), as docs/data.md says',
      ),
    );
  });

  it('says what it does not know', async () => {
    await expect(kindOf('')).rejects.toThrow(new DataError('x is empty, expected data'));
    await expect(kindOf(Uint8Array.of(1, 2, 3, 4))).rejects.toThrow(
      new DataError(
        'x is nothing that is known (it begins with 01020304), expected .npy, .npz, .mat, safetensors, IDX, Parquet, Arrow, ARFF, a .ts file, ' +
          'a table in text, or a folder of images: convert it to one of these',
      ),
    );
    await expect(fileKind({ path: temporaryFolder(), name: 'x' })).rejects.toThrow(
      new DataError(
        'x is a folder of nothing, expected a folder for each class with images in it, or what save_to_disk of Hugging Face datasets wrote: ' +
          'name one file in it, or two arrays, of the inputs and the labels',
      ),
    );
    const link = join(temporaryFolder(), 'link');
    symlinkSync('nothing', link);
    await expect(fileKind({ path: link, name: 'x' })).rejects.toThrow(
      new DataError('x is a link to nothing: mend it, or put the data in its place'),
    );
    await expect(fileKind({ path: '/nowhere/x', name: 'x' })).rejects.toThrow(
      new DataError(
        "x cannot be read (ENOENT: no such file or directory, stat '/nowhere/x'): correct the path",
      ),
    );
  });
});
