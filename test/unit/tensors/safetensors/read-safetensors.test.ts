import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  TensorFile,
  TensorFileError,
  writeTensors,
} from '../../../../src/tensors/safetensors/safetensors.ts';

const folder = mkdtempSync(join(tmpdir(), 'eos-read-safetensors-'));
const path = join(folder, 'table.safetensors');

beforeAll(() => {
  const values = Float64Array.from({ length: 12 }, (_, i) => i);
  writeTensors(path, { table: { shape: [4, 3], values }, mask: { shape: [4], values: new Uint8Array(4) } });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('TensorFile', () => {
  it('reads a range of rows', () => {
    using file = TensorFile.open(path);
    expect(file.readRows('table', 'F64', 1, 2)).toEqual(Float64Array.of(3, 4, 5, 6, 7, 8));
    expect(file.readRows('table', 'F64', 4, 0)).toEqual(new Float64Array(0));
  });

  it('gathers rows by number, in the order given and with repeats', () => {
    using file = TensorFile.open(path);
    expect(file.gatherRows('table', 'F64', [3, 0, 1, 2, 3, 3])).toEqual(
      Float64Array.of(9, 10, 11, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 9, 10, 11),
    );
  });

  it('says what the file holds when a tensor is missing, of another type, or too short', () => {
    using file = TensorFile.open(path);
    expect(() => file.read('weights', 'F64')).toThrow(
      new TensorFileError(path, 'there is no tensor weights; the file holds table, mask'),
    );
    expect(() => file.read('mask', 'I32')).toThrow(
      new TensorFileError(path, 'tensor mask has elements of type U8, expected I32'),
    );
    expect(() => file.readRows('table', 'F64', 2, 3)).toThrow(
      new TensorFileError(path, 'tensor table has 4 rows, rows 2 to 4 were asked for'),
    );
    expect(() => file.gatherRows('table', 'F64', [0, -1])).toThrow(
      new TensorFileError(path, 'tensor table has 4 rows, rows -1 to -1 were asked for'),
    );
  });

  it('notices a file that is shortened while it is open', () => {
    const shrinking = join(folder, 'shrinking.safetensors');
    writeTensors(shrinking, { x: { shape: [4], values: new Float64Array(4) } });
    using file = TensorFile.open(shrinking);
    const { start } = file.tensors.get('x')!;
    truncateSync(shrinking, start + 8);
    expect(() => file.read('x', 'F64')).toThrow(
      new TensorFileError(
        shrinking,
        `the file ends at byte ${start + 8}, 24 bytes early: it was cut short while open`,
      ),
    );
  });

  it('takes a file that is too short, or whose header is longer than the file, for what it is', () => {
    const tiny = join(folder, 'tiny');
    writeFileSync(tiny, 'abc');
    expect(() => TensorFile.open(tiny)).toThrow(
      new TensorFileError(tiny, 'a safetensors file has at least 8 bytes, this has 3'),
    );
    const text = join(folder, 'text');
    writeFileSync(text, 'plain text, not tensors');
    expect(() => TensorFile.open(text)).toThrow(
      new TensorFileError(
        text,
        'the header claims 7310503753715641456 bytes in a file of 23: this is not a safetensors file, or it was cut short',
      ),
    );
  });

  it('reads a tensor of any element type as the numbers it stands for, in part or whole', () => {
    const mixed = join(folder, 'mixed.safetensors');
    writeFileSync(
      mixed,
      stored(
        {
          half: { dtype: 'F16', shape: [2, 2], data_offsets: [0, 8] },
          flag: { dtype: 'BOOL', shape: [2], data_offsets: [8, 10] },
          packed: { dtype: 'F4', shape: [4], data_offsets: [10, 12] },
          one: { dtype: 'I64', shape: [], data_offsets: [12, 20] },
        },
        [0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00, 0x00, 0x7c, 1, 2, 7, 7, 1, 0, 0, 0, 0, 0, 0x20, 0],
      ),
    );
    using file = TensorFile.open(mixed);
    expect(file.readNumbers('half')).toEqual(Float64Array.of(1, -2, 2 ** -24, Infinity));
    expect(file.readNumbers('half', 1, 1)).toEqual(Float64Array.of(2 ** -24, Infinity));
    expect(file.readNumbers('one')).toEqual(BigInt64Array.of(2n ** 53n + 1n));
    expect(() => file.readNumbers('half', 2, 1)).toThrow(
      new TensorFileError(mixed, 'tensor half has 2 rows, rows 2 to 2 were asked for'),
    );
    expect(() => file.readNumbers('flag')).toThrow(
      new TensorFileError(
        mixed,
        'tensor flag, from row 0, element 1: a truth value is stored as 2, expected 0 or 1',
      ),
    );
    expect(() => file.readNumbers('packed')).toThrow(
      new TensorFileError(
        mixed,
        'tensor packed has elements of type F4, expected one of F64, F32, F16, BF16, F8_E5M2, F8_E4M3, F8_E8M0, ' +
          'I64, U64, I32, U32, I16, U16, I8, U8, BOOL: convert it',
      ),
    );
  });

  // The byte strings of the reference implementation's own tests (safetensors/src/tensor.rs, Apache-2.0).
  const info = '{"test":{"dtype":"I32","shape":[2,2],"data_offsets":[0,16]}}';
  const numbers = '\0'.repeat(16);
  it.each([
    ['<', `${info}${numbers}`, [2, 2]],
    ['8', '{"test":{"dtype":"I32","shape":[],"data_offsets":[0,4]}}\0\0\0\0', []],
    ['<', '{"test":{"dtype":"I32","shape":[2,0],"data_offsets":[0, 0]}}', [2, 0]],
  ])('accepts what the reference implementation accepts: %s%s', (length, rest, shape) => {
    const valid = join(folder, 'valid');
    writeFileSync(valid, `${length}${'\0'.repeat(7)}${rest}`, 'latin1');
    using file = TensorFile.open(valid);
    expect(file.tensors.get('test')?.shape).toEqual(shape);
  });

  it.each([
    ['<\0\0\0\0\0\0\0', `${info}${numbers}extra_bogus_data_for_polyglot_file`],
    ['<\0\0\0\0\0\0\0', `${info}${numbers.slice(2)}`],
    ['<\0\0\0\0\xff\xff\xff', `${info}${numbers}`],
    ['', ''],
    ['<\0\0\0\0\0\0\0', ''],
    ['\x01\0\0\0\0\0\0\0', '\xff'],
    ['\x01\0\0\0\0\0\0\0', '{'],
    ['<\0\0\0\0\0\0\0', '{"test":{"dtype":"I32","shape":[2,2],"data_offsets":[0, 4]}}'],
    [
      'O\0\0\0\0\0\0\0',
      `{"test":{"dtype":"I32","shape":[2,18446744073709551614],"data_offsets":[0,16]}}${numbers}`,
    ],
    [
      'N\0\0\0\0\0\0\0',
      `{"test":{"dtype":"I32","shape":[2,9223372036854775807],"data_offsets":[0,16]}}${numbers}`,
    ],
  ])('refuses what the reference implementation refuses: %j %j', (length, rest) => {
    const invalid = join(folder, 'invalid');
    writeFileSync(invalid, `${length}${rest}`, 'latin1');
    expect(() => TensorFile.open(invalid)).toThrow(TensorFileError);
  });

  it('takes any JSON white space as padding of the header, as the reference implementation does', () => {
    const padded = join(folder, 'padded');
    writeFileSync(padded, '\x06\0\0\0\0\0\0\0{}\r \t\n', 'latin1');
    using file = TensorFile.open(padded);
    expect(file.tensors.size).toBe(0);
  });
});

/** A file with this header and these bytes of data. */
function stored(header: object, data: number[]): Buffer {
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, Buffer.from(data)]);
}
