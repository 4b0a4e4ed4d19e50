import { describe, expect, it } from 'vitest';
import { encodeMessage } from '../../../../src/datasets/protobuf/encode-message.ts';

const inner = { c: [1, 'integer'] } as const;
const schema = {
  a: [1, 'integer'],
  b: [2, 'text'],
  inner: [3, inner],
  list: [4, 'integer', 'many'],
  f: [5, 'float'],
  raw: [20, 'bytes'],
} as const;

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('encodeMessage', () => {
  it('gives the bytes of the examples of the protocol buffers guide', () => {
    expect(hex(encodeMessage(schema, { a: 150 }))).toBe('089601');
    expect(hex(encodeMessage(schema, { b: 'testing' }))).toBe('120774657374696e67');
    expect(hex(encodeMessage(schema, { inner: { c: 150 } }))).toBe('1a03089601');
  });

  it('writes negative integers as 64 bits, floats as 32, repeated fields one by one, and large field numbers', () => {
    expect(hex(encodeMessage(schema, { a: -2 }))).toBe('08feffffffffffffffff01');
    expect(hex(encodeMessage(schema, { f: 0.5 }))).toBe('2d0000003f');
    expect(hex(encodeMessage(schema, { list: [1, 300] }))).toBe('200120ac02');
    expect(hex(encodeMessage(schema, { raw: Uint8Array.of(7) }))).toBe('a2010107');
  });

  it('leaves out what is absent', () => {
    expect(encodeMessage(schema, {})).toHaveLength(0);
    expect(hex(encodeMessage(schema, { inner: {} }))).toBe('1a00');
  });

  it('refuses integers that are not held exactly', () => {
    const refused = (value: number) => new RangeError(`${value} is not a whole number that is held exactly`);
    for (const value of [0.5, 2 ** 53, NaN])
      expect(() => encodeMessage(schema, { a: value })).toThrow(refused(value));
  });
});
