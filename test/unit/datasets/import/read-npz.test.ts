import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../src/datasets/data-error.ts';
import { readNpz } from '../../../../src/datasets/import/read-npz.ts';

// Written by NumPy: see fixtures/make-arrays.py.
const bytes = readFileSync(join(import.meta.dirname, 'fixtures/arrays.npz'));
const grid = [-3, -2, -1, 0, 1, 2];

describe('readNpz', () => {
  it('reads what NumPy wrote, of every element type', async () => {
    const names = ['f8', 'f4', 'f2', 'i1', 'i2', 'u4', 'i8', 'b1', 'fortran_vector'];
    const arrays = await readNpz(bytes, 'arrays.npz', names);
    expect(arrays.map(({ shape }) => shape)).toEqual([
      ...[[2, 3], [2, 3], [2, 3], [2, 3], [2, 3], [1, 3], [2, 3], [3], [2]],
    ]);
    expect(arrays.map(({ values }) => [...values])).toEqual([
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
    expect(arrays.every(({ values }) => values instanceof Float64Array)).toBe(true);
  });

  it('leaves bytes as bytes', async () => {
    const [array] = await readNpz(bytes, 'arrays.npz', ['u1']);
    expect(array).toEqual({
      name: 'arrays.npz: u1',
      shape: [2, 3],
      values: Uint8Array.of(0, 1, 255, 7, 8, 9),
    });
  });

  it('names the arrays that there are when one is missing', async () => {
    await expect(readNpz(bytes, 'arrays.npz', ['f8', 'x_train'])).rejects.toThrow(
      new DataError(
        'arrays.npz has no array x_train; it holds f8, f4, f2, u1, i1, i2, u4, i8, b1, labels, column, fortran, ' +
          'fortran_vector, big, complex, text, records, scalar: correct the name under source',
      ),
    );
  });

  it('refuses an array that was damaged, and only that', async () => {
    const damaged = Uint8Array.from(bytes);
    // The checksum in the directory, 30 bytes before the name: as if the content were other than it was.
    damaged[bytes.lastIndexOf('u1.npy') - 30]! ^= 1;
    await expect(readNpz(damaged, 'arrays.npz', ['u1'])).rejects.toThrow(
      new DataError(
        'arrays.npz is damaged: the content of u1.npy does not match its checksum (CRC-32); copy or save it again',
      ),
    );
    expect(await readNpz(damaged, 'arrays.npz', ['i1'])).toHaveLength(1);
  });

  it('refuses what is no zip archive', async () => {
    await expect(readNpz(bytes.subarray(0, 100), 'arrays.npz', ['f8'])).rejects.toThrow(
      new DataError(
        'arrays.npz cannot be read as a .npz file (invalid zip data): expected a zip archive of numpy.savez; save it again',
      ),
    );
  });
});
