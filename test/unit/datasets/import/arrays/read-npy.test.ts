import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../../src/datasets/data-error.ts';
import { fileSource, memorySource } from '../../../../../src/datasets/import/arrays/byte-source.ts';
import { readNpy } from '../../../../../src/datasets/import/arrays/read-npy.ts';
import { readNpz } from '../../../../../src/datasets/import/arrays/read-npz.ts';
import { readPieces } from '../../../../read-pieces.ts';

// Written by NumPy: see fixtures/README.md.
const fixtures = join(import.meta.dirname, 'fixtures');
const plain = readFileSync(join(fixtures, 'plain.npy'));
const numbers = Array.from({ length: 60 }, (_, index) => index - 30);

function fromArchive(array: string): Promise<unknown> {
  return readNpz(join(fixtures, 'arrays.npz'), 'a.npz', [array]);
}

async function read(bytes: Uint8Array): Promise<{ shape: number[]; values: number[] }> {
  const array = await readNpy(memorySource(bytes, 'x.npy'));
  return { shape: array.shape, values: await readPieces(array) };
}

async function readFixture(file: string): Promise<{ shape: number[]; values: number[] }> {
  const array = await readNpy(await fileSource(join(fixtures, file), file));
  return { shape: array.shape, values: await readPieces(array) };
}

/** An array of two float64, 1 and 1, with this header. */
function withHeader(header: string, version = 1): Buffer {
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  length.writeUIntLE(Buffer.byteLength(header), 0, length.length);
  const start = Buffer.concat([Buffer.from('\x93NUMPY', 'latin1'), Buffer.from([version, 0]), length]);
  return Buffer.concat([start, Buffer.from(header), Buffer.from(Float64Array.of(1, 1).buffer)]);
}

describe('readNpy', () => {
  it('reads what NumPy wrote', async () => {
    expect(await readFixture('plain.npy')).toEqual({
      shape: [2, 3],
      values: [-1, -2 / 3, -1 / 3, 0, 1 / 3, 2 / 3],
    });
  });

  it('reads the test files of NumPy, of Python 2 on Windows too', async () => {
    for (const file of ['numpy/win64python2.npy', 'numpy/python3.npy'])
      expect(await readFixture(file)).toEqual({ shape: [2], values: [1, 1] });
  });

  it('reads the formats 2.0 and 3.0, and Fortran order of any number of axes', async () => {
    for (const file of ['format-2.npy', 'format-3.npy', 'fortran.npy'])
      expect(await readFixture(file)).toEqual({ shape: [3, 4, 5], values: numbers });
  });

  it.each(['i2', 'i4', 'i8', 'f2', 'f4', 'f8', 'u2', 'u4', 'u8'])('reads big-endian %s', async (type) => {
    const [array] = await readNpz(join(fixtures, 'layouts.npz'), 'a.npz', [`big_${type}`]);
    const expected = type.startsWith('u') ? numbers.map(Math.abs) : numbers;
    expect(await readPieces(array!)).toEqual(expected);
  });

  it('reads Fortran order inside an archive, with any width and byte order of the elements', async () => {
    const names = ['fortran', 'fortran_big', 'fortran_bytes'];
    const arrays = await readNpz(join(fixtures, 'layouts.npz'), 'a.npz', names);
    expect(await Promise.all(arrays.map(readPieces))).toEqual([numbers, numbers, numbers.map(Math.abs)]);
    expect(arrays.map(({ shape }) => shape)).toEqual([
      [3, 4, 5],
      [3, 4, 5],
      [3, 4, 5],
    ]);
  });

  it.each([
    '{"descr": "<f8", "fortran_order": False, "shape": (2,)}',
    "{'shape': (2L,), 'fortran_order': False, 'descr': '<f8'}",
    "{'descr': u'<f8', 'fortran_order': False, 'shape': [2], }\n",
    "{'descr': 'float64', 'fortran_order': True, 'shape': (2,1,)}",
    "{'descr': '=f8', 'fortran_order': False, 'shape': (  2  ,) } \n",
    "{'descr': 'd', 'fortran_order': False, 'shape': (1, 2)}",
  ])('reads the header %s', async (header) => {
    for (const version of [1, 2, 3]) expect((await read(withHeader(header, version))).values).toEqual([1, 1]);
  });

  it.each([
    ['complex', '<c16'],
    ['text', '<U3'],
    ['records', 'a structured type'],
  ])('refuses elements of the type of %s', async (array, type) => {
    await expect(fromArchive(array)).rejects.toThrow(
      new DataError(
        `a.npz: ${array} has elements of type ${type}, expected numbers (for example <f8, >f4, |u1, <i8): ` +
          'convert it with numpy.astype; labels that are texts become numbers with numpy.unique(labels, return_inverse=True)',
      ),
    );
  });

  it('refuses the test files of NumPy that hold objects', async () => {
    for (const [file, type] of [
      ['numpy/py2-objarr.npy', '|O8'],
      ['numpy/py3-objarr.npy', '|O8'],
    ])
      await expect(readFixture(file!)).rejects.toThrow(
        `${file!} has elements of type ${type!}, expected numbers`,
      );
  });

  it('refuses a file that was cut short, between elements and inside one, or holds more', async () => {
    const advice = 'the file was cut short or damaged, or holds something else as well; save it again';
    for (const change of [-8, -3])
      await expect(read(plain.subarray(0, plain.length + change))).rejects.toThrow(
        new DataError(
          `x.npy of [2, 3] has ${plain.length + change} bytes, expected ${plain.length}: ${advice}`,
        ),
      );
    await expect(read(Buffer.concat([plain, plain]))).rejects.toThrow(
      new DataError(`x.npy of [2, 3] has ${2 * plain.length} bytes, expected ${plain.length}: ${advice}`),
    );
  });

  it('refuses what is no array', async () => {
    await expect(read(Buffer.from('hello'))).rejects.toThrow(
      new DataError('x.npy is not a .npy array: save it with numpy.save or numpy.savez'),
    );
  });

  it.each([
    [
      "{'descr': '<f8', 'shape': (2,)}",
      'its header has the keys descr, shape, expected descr, fortran_order, shape',
    ],
    [
      "{'descr': '<f8', 'fortran_order': 0, 'shape': (2,)}",
      'fortran_order in its header is not True or False',
    ],
    [
      "{'descr': '<f8', 'fortran_order': False, 'shape': (-2,)}",
      'the shape in its header is no tuple of whole numbers',
    ],
    ["('descr',)", 'its header is no dictionary'],
    ["{'descr': '<f8', 'fortran_order': False, ", 'its header: expected a value at character 41'],
    [
      "{'descr': '<f8', 'descr': '<f4'}",
      'its header: expected a key that is a text, and only once, at character 16',
    ],
  ])('refuses the header %s', async (header, what) => {
    await expect(read(withHeader(header))).rejects.toThrow(
      new DataError(
        `x.npy cannot be read as a .npy array (${what}): the file was cut short or damaged; save it again`,
      ),
    );
  });

  it('refuses headers that are cut short, and formats that are not known', async () => {
    await expect(read(plain.subarray(0, 40))).rejects.toThrow(
      new DataError(
        'x.npy cannot be read as a .npy array (its header has 30 bytes, expected 118): the file was cut short or damaged; save it again',
      ),
    );
    await expect(read(Buffer.concat([plain.subarray(0, 6), Buffer.from([4, 0])]))).rejects.toThrow(
      new DataError(
        'x.npy is a .npy array of format 4.0, expected 1.0 to 3.0: save it again with numpy.save',
      ),
    );
  });
});
