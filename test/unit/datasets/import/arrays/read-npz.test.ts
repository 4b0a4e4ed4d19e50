import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../../src/datasets/data-error.ts';
import { readNpz } from '../../../../../src/datasets/import/arrays/read-npz.ts';
import { readPieces } from '../../../../read-pieces.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

// Written by NumPy: see fixtures/make-arrays.py.
const path = join(import.meta.dirname, 'fixtures/arrays.npz');
const bytes = readFileSync(path);
const plain = readFileSync(join(import.meta.dirname, 'fixtures/plain.npy'));
const grid = [-3, -2, -1, 0, 1, 2];

function saved(content: Uint8Array): string {
  const file = join(temporaryFolder(), 'a.npz');
  writeFileSync(file, content);
  return file;
}

describe('readNpz', () => {
  it('reads what NumPy wrote, of every element type', async () => {
    const names = ['f8', 'f4', 'f2', 'i1', 'i2', 'u4', 'i8', 'b1', 'fortran_vector'];
    const arrays = await readNpz(path, 'arrays.npz', names);
    expect(arrays.map(({ shape }) => shape)).toEqual([
      ...[[2, 3], [2, 3], [2, 3], [2, 3], [2, 3], [1, 3], [2, 3], [3], [2]],
    ]);
    expect(await Promise.all(arrays.map(readPieces))).toEqual([
      grid.map((value) => value / 3),
      grid.map((value) => value / 4),
      grid.map((value) => value / 2),
      grid,
      grid.map((value) => value * 1000),
      [1, 2, 4294967295],
      grid.map((value) => value * 2 ** 40),
      [1, 0, 1],
      [1.5, 2.5],
    ]);
  });

  it('leaves bytes as bytes', async () => {
    const [array] = await readNpz(path, 'arrays.npz', ['u1']);
    expect(array).toMatchObject({ name: 'arrays.npz: u1', shape: [2, 3], type: 'U8' });
    expect(await readPieces(array!)).toEqual([0, 1, 255, 7, 8, 9]);
  });

  it('names the arrays that there are when one is missing', async () => {
    await expect(readNpz(path, 'arrays.npz', ['f8', 'x_train'])).rejects.toThrow(
      new DataError(
        'arrays.npz has no array x_train; it holds f8, f4, f2, u1, i1, i2, u4, i8, b1, labels, column, fortran, ' +
          'fortran_vector, big, complex, text, records, scalar: correct the name under source',
      ),
    );
  });

  it('prints no control signs of an odd archive', async () => {
    const odd = saved(zipSync({ 'ä\u001b[31m\n.npy': plain }));
    await expect(readNpz(odd, 'odd.npz', ['x'])).rejects.toThrow(
      new DataError('odd.npz has no array x; it holds ä\\u001b[31m\\u000a: correct the name under source'),
    );
  });

  it('refuses an array that was damaged, and only that', async () => {
    const damaged = Uint8Array.from(bytes);
    // The checksum in the directory, 30 bytes before the name: as if the content were other than it was.
    damaged[bytes.lastIndexOf('u1.npy') - 30]! ^= 1;
    const file = saved(damaged);
    const [array] = await readNpz(file, 'arrays.npz', ['u1']);
    await expect(readPieces(array!)).rejects.toThrow(
      new DataError(
        'arrays.npz is damaged: the content of u1.npy does not match its checksum (CRC-32); copy or save it again',
      ),
    );
    const [other] = await readNpz(file, 'arrays.npz', ['i1']);
    expect(await readPieces(other!)).toHaveLength(6);
  });

  it('refuses an array of which there are two', async () => {
    const two = saved(zipSync({ 'x.npy': plain, x: plain }));
    await expect(readNpz(two, 'two.npz', ['x'])).rejects.toThrow(
      new DataError(
        'two.npz holds x.npy and x: which array x is cannot be told; save it again with each name once',
      ),
    );
    const twice = Buffer.from(zipSync({ 'x.npy': plain, 'y.npy': plain }));
    for (let at = twice.indexOf('y.npy'); at >= 0; at = twice.indexOf('y.npy')) twice.write('x', at);
    await expect(readNpz(saved(twice), 'twice.npz', ['x'])).rejects.toThrow(
      new DataError(
        'twice.npz holds x.npy twice: which is meant cannot be told; save it again with each name once',
      ),
    );
  });

  it('refuses what is no zip archive', async () => {
    await expect(readNpz(saved(bytes.subarray(0, 100)), 'arrays.npz', ['f8'])).rejects.toThrow(
      /^arrays\.npz cannot be read as a zip archive \(.+\): it was cut short or damaged, or is of another format; save it again$/,
    );
  });
});
