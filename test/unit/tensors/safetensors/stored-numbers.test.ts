import { describe, expect, it } from 'vitest';
import { isStoredType, storedNumbers } from '../../../../src/tensors/safetensors/stored-numbers.ts';

function bytesOf(values: { buffer: ArrayBuffer }): Uint8Array<ArrayBuffer> {
  return new Uint8Array(values.buffer.slice(0));
}

describe('storedNumbers', () => {
  it('keeps bytes as bytes, and integers of 8 bytes as integers', () => {
    expect(storedNumbers(Uint8Array.of(0, 255), 'U8')).toEqual(Uint8Array.of(0, 255));
    const large = BigInt64Array.of(2n ** 53n + 1n, -(2n ** 63n));
    expect(storedNumbers(bytesOf(large), 'I64')).toEqual(large);
    const largest = BigUint64Array.of(2n ** 64n - 1n);
    expect(storedNumbers(bytesOf(largest), 'U64')).toEqual(largest);
  });

  it('turns smaller integers, truth values and floats into float64', () => {
    expect(storedNumbers(bytesOf(Float64Array.of(0.1)), 'F64')).toEqual(Float64Array.of(0.1));
    expect(storedNumbers(bytesOf(Float32Array.of(0.1)), 'F32')).toEqual(Float64Array.of(Math.fround(0.1)));
    expect(storedNumbers(bytesOf(Int32Array.of(-(2 ** 31))), 'I32')).toEqual(Float64Array.of(-(2 ** 31)));
    expect(storedNumbers(bytesOf(Uint32Array.of(2 ** 32 - 1)), 'U32')).toEqual(Float64Array.of(2 ** 32 - 1));
    expect(storedNumbers(bytesOf(Int16Array.of(-32768)), 'I16')).toEqual(Float64Array.of(-32768));
    expect(storedNumbers(bytesOf(Uint16Array.of(65535)), 'U16')).toEqual(Float64Array.of(65535));
    expect(storedNumbers(Uint8Array.of(128, 127), 'I8')).toEqual(Float64Array.of(-128, 127));
    expect(storedNumbers(Uint8Array.of(0, 1), 'BOOL')).toEqual(Float64Array.of(0, 1));
    expect(() => storedNumbers(Uint8Array.of(0, 2), 'BOOL')).toThrow(
      new RangeError('element 1: a truth value is stored as 2, expected 0 or 1'),
    );
  });

  it('knows all numbers of the small float formats', () => {
    const halves = Uint16Array.of(0x3555, 0x0001, 0x03ff, 0x7bff, 0xc000, 0x7c00, 0xfc00, 0x7e00, 0x8000);
    expect(storedNumbers(bytesOf(halves), 'F16')).toEqual(
      Float64Array.of(1365 / 4096, 2 ** -24, 1023 * 2 ** -24, 65504, -2, Infinity, -Infinity, Number.NaN, -0),
    );
    const brains = Uint16Array.of(0x3f80, 0x4049, 0x0001, 0xff80, 0x7fc0);
    expect(storedNumbers(bytesOf(brains), 'BF16')).toEqual(
      Float64Array.of(1, 3.140625, 2 ** -133, -Infinity, Number.NaN),
    );
    // OCP 8-bit floating point, revision 1.0: the largest normal, smallest normal and smallest subnormal numbers.
    expect(storedNumbers(Uint8Array.of(0x7e, 0x08, 0x01, 0x7f, 0xff), 'F8_E4M3')).toEqual(
      Float64Array.of(448, 2 ** -6, 2 ** -9, Number.NaN, Number.NaN),
    );
    expect(storedNumbers(Uint8Array.of(0x7b, 0x04, 0x01, 0x7c, 0xfd), 'F8_E5M2')).toEqual(
      Float64Array.of(57344, 2 ** -14, 2 ** -16, Infinity, Number.NaN),
    );
    expect(storedNumbers(Uint8Array.of(0, 127, 254, 255), 'F8_E8M0')).toEqual(
      Float64Array.of(2 ** -127, 1, 2 ** 127, Number.NaN),
    );
  });

  it('gives the same numbers for many halves as for few', () => {
    const all = Uint16Array.from({ length: 2 ** 16 }, (_, code) => code);
    const many = storedNumbers(bytesOf(all), 'F16') as Float64Array;
    const few = Array.from(all, (code) => storedNumbers(bytesOf(Uint16Array.of(code)), 'F16')[0]);
    expect([...many]).toEqual(few);
  });
});

it('knows which element types it reads', () => {
  expect(['F16', 'BOOL', 'F4', 'toString', ''].map(isStoredType)).toEqual([true, true, false, false, false]);
});
