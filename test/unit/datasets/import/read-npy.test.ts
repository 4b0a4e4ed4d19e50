import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../src/datasets/data-error.ts';
import { readNpy } from '../../../../src/datasets/import/read-npy.ts';
import { readNpz } from '../../../../src/datasets/import/read-npz.ts';

// Written by NumPy: see fixtures/make-arrays.py.
const fixtures = join(import.meta.dirname, 'fixtures');
const plain = readFileSync(join(fixtures, 'plain.npy'));

function fromArchive(array: string): Promise<unknown> {
  return readNpz(readFileSync(join(fixtures, 'arrays.npz')), 'a.npz', [array]);
}

describe('readNpy', () => {
  it('reads what NumPy wrote', async () => {
    expect(await readNpy(plain, 'plain.npy')).toEqual({
      name: 'plain.npy',
      shape: [2, 3],
      values: Float64Array.of(-1, -2 / 3, -1 / 3, 0, 1 / 3, 2 / 3),
    });
  });

  it.each([
    ['complex', '<c16'],
    ['text', '<U3'],
    ['big', '>f8'],
    ['records', 'a structured type'],
  ])('refuses elements of the type of %s', async (array, type) => {
    await expect(fromArchive(array)).rejects.toThrow(
      new DataError(
        `a.npz: ${array} has elements of type ${type}, expected little-endian numbers (for example <f8, <f4, |u1, <i8): ` +
          'convert it with numpy.astype; labels that are texts become numbers with numpy.unique(labels, return_inverse=True)',
      ),
    );
  });

  it('refuses Fortran order', async () => {
    await expect(fromArchive('fortran')).rejects.toThrow(
      new DataError(
        'a.npz: fortran of [2, 3] is in Fortran (column-major) order, expected C order: save numpy.ascontiguousarray of it',
      ),
    );
  });

  it('refuses a file that was cut short, between elements and inside one', async () => {
    await expect(readNpy(plain.subarray(0, plain.length - 8), 'plain.npy')).rejects.toThrow(
      new DataError(
        'plain.npy of [2, 3] has 5 elements, expected 6: the file was cut short or damaged; save it again',
      ),
    );
    await expect(readNpy(plain.subarray(0, plain.length - 3), 'plain.npy')).rejects.toThrow(
      new DataError(
        'plain.npy cannot be read as a .npy array (byte length of Float64Array should be a multiple of 8): ' +
          'the file was cut short or damaged; save it again',
      ),
    );
  });

  it('refuses what is no array', async () => {
    await expect(readNpy(Buffer.from('hello'), 'x.npy')).rejects.toThrow(
      new DataError('x.npy is not a .npy array: save it with numpy.save or numpy.savez'),
    );
  });
});
