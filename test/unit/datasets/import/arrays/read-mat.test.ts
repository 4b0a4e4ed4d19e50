import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../../src/datasets/data-error.ts';
import { readMat } from '../../../../../src/datasets/import/arrays/read-mat.ts';
import { readPieces } from '../../../../read-pieces.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

// Written by MATLAB: see fixtures/README.md. The expected numbers are those that scipy.io.loadmat gives.
const fixtures = join(import.meta.dirname, 'fixtures/mat');

async function read(
  file: string,
  name: string,
): Promise<{ shape: number[]; type: string; values: number[] }> {
  const [array] = await readMat(join(fixtures, file), 'my.mat', [name]);
  return { shape: array!.shape, type: array!.type, values: await readPieces(array!) };
}

const whole = [1, 2, 3, 4, 5, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0];

describe('readMat', () => {
  it('reads doubles, packed or not, row by row', async () => {
    const { shape, values } = await read('testdouble_7.4_GLNX86.mat', 'testdouble');
    expect(shape).toEqual([1, 9]);
    expect(values).toEqual(Array.from({ length: 9 }, (_, index) => (index * Math.PI) / 4));
    for (const file of ['testmatrix_7.4_GLNX86.mat', 'testmatrix_6.1_SOL2.mat'])
      expect(await read(file, 'testmatrix')).toEqual({ shape: [3, 5], type: 'F64', values: whole });
  });

  it('reads more than two axes, truth values, and either byte order', async () => {
    const cube = await read('test3dmatrix_7.4_GLNX86.mat', 'test3dmatrix');
    expect(cube.shape).toEqual([2, 3, 4]);
    // Counted from 1 in MATLAB's order, in which the first axis varies fastest.
    expect(cube.values).toEqual(
      Array.from(
        { length: 24 },
        (_, i) => 1 + Math.floor(i / 12) + 2 * (Math.floor(i / 4) % 3) + 6 * (i % 4),
      ),
    );
    expect(await read('testbool_8_WIN64.mat', 'testbools')).toEqual({
      shape: [2, 1],
      type: 'BOOL',
      values: [1, 0],
    });
    for (const file of ['big_endian.mat', 'little_endian.mat'])
      expect(await read(file, 'floats')).toEqual({ shape: [2, 2], type: 'F32', values: [2, 3, 3, 4] });
  });

  it.each([
    ['testcomplex_7.4_GLNX86.mat', 'testcomplex', 'complex'],
    ['testcell_7.4_GLNX86.mat', 'testcell', 'a cell array'],
    ['teststring_7.4_GLNX86.mat', 'teststring', 'text'],
    ['testsparse_7.4_GLNX86.mat', 'testsparse', 'a sparse array'],
  ])('refuses %s, which holds no array of real numbers', async (file, name, what) => {
    await expect(read(file, name)).rejects.toThrow(
      new DataError(
        `my.mat: ${name} is ${what}, expected an array of real numbers: convert it (full, double, grp2idx)`,
      ),
    );
  });

  it.each([
    ['testhdf5_7.4_GLNX86.mat', 'of version 7.3 (HDF5)'],
    ['testdouble_4.2c_SOL2.mat', 'of another format'],
  ])('refuses the other version %s', async (file, found) => {
    await expect(read(file, 'x')).rejects.toThrow(
      new DataError(
        `my.mat is ${found}, expected a MAT-file of version 5: save it in MATLAB with -v7, or in Python with scipy.io.savemat`,
      ),
    );
  });

  it('refuses damaged files, as scipy does', async () => {
    for (const file of ['corrupted_zlib_data.mat', 'corrupted_zlib_checksum.mat'])
      await expect(read(file, 'x')).rejects.toThrow(
        /^my\.mat cannot be read as a MAT-file \(.+\): it was cut short or damaged; save it again$/,
      );
    const path = join(temporaryFolder(), 'x.mat');
    writeFileSync(path, Buffer.alloc(50));
    await expect(readMat(path, 'my.mat', ['x'])).rejects.toThrow('my.mat is of another format');
  });

  it('refuses a shape of negative lengths', async () => {
    const bytes = readFileSync(join(fixtures, 'testmatrix_6.1_SOL2.mat'));
    const lengths = Buffer.from([0, 0, 0, 3, 0, 0, 0, 5]);
    bytes.writeInt32BE(-3, bytes.indexOf(lengths));
    const path = join(temporaryFolder(), 'my.mat');
    writeFileSync(path, bytes);
    await expect(readMat(path, 'my.mat', ['testmatrix'])).rejects.toThrow(
      new DataError(
        'my.mat cannot be read as a MAT-file (an array has the shape [-3, 5]): it was cut short or damaged; save it again',
      ),
    );
  });

  it('names the arrays that there are', async () => {
    await expect(read('big_endian.mat', 'x')).rejects.toThrow(
      new DataError('my.mat has no array x; it holds floats, strings: correct the name under source'),
    );
  });
});
