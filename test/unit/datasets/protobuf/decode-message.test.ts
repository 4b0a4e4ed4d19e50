import { describe, expect, it } from 'vitest';
import { decodeMessage } from '../../../../src/datasets/protobuf/decode-message.ts';

const inner = { c: [1, 'integer'], d: [2, 'text', 'many'] } as const;
const schema = {
  a: [1, 'integer'],
  b: [2, 'text'],
  inner: [3, inner],
  list: [6, 'integer', 'many'],
  floats: [7, 'float', 'many'],
  raw: [8, 'bytes'],
} as const;

const decode = (hex: string) => decodeMessage(schema, Buffer.from(hex, 'hex'));

describe('decodeMessage', () => {
  it('reads numbers, text, messages and bytes', () => {
    expect(decode('089601')).toEqual({ a: 150 });
    expect(decode('08feffffffffffffffff01')).toEqual({ a: -2 });
    expect(decode('120774657374696e67')).toEqual({ b: 'testing' });
    expect(decode('1a0308960142020102')).toEqual({ inner: { c: 150 }, raw: Buffer.of(1, 2) });
  });

  it('reads repeated numbers that stand one by one and those that are packed', () => {
    expect(decode('3206038e029ea705')).toEqual({ list: [3, 270, 86942] });
    expect(decode('3003308e02')).toEqual({ list: [3, 270] });
    expect(decode('3a080000003f000000bf')).toEqual({ floats: [0.5, -0.5] });
  });

  it('merges a message that stands twice, and keeps the last of other values', () => {
    expect(decode('1a050801120178' + '1a0508021201790805080a')).toEqual({
      inner: { c: 2, d: ['x', 'y'] },
      a: 10,
    });
  });

  it('passes over fields of all layouts that the schema does not name', () => {
    expect(decode('7801' + '790102030405060708' + '7a0161' + '7d01020304' + '0801')).toEqual({ a: 1 });
  });

  it('gives views, not copies', () => {
    const bytes = Buffer.from('42020102', 'hex');
    expect(decodeMessage(schema, bytes).raw!.buffer).toBe(bytes.buffer);
  });

  it.each([
    ['089601'.slice(0, 4), 'the message ends inside a number at byte 2'],
    ['1207746573', 'field 2 claims 7 bytes, 3 are left'],
    ['1a030896', 'field 3 claims 3 bytes, 2 are left'],
    ['3d0000', 'field 7 claims 4 bytes, 2 are left'],
    ['790102', 'field 15 claims 8 bytes, 2 are left'],
    ['0b', 'byte 0 begins no field'],
    ['00', 'byte 0 begins no field'],
    ['08ffffffffffffffffffff01', 'the number before byte 11 is longer than 64 bits'],
    ['12feffffffffffffffff01', 'field 2 claims -2 bytes, 0 are left'],
    ['0a0161', 'field 1 is laid out as wire type 2, expected 0 (integer)'],
    ['1801', 'field 3 is laid out as wire type 0, expected 2 (a message)'],
    ['1a0208011801', 'field 3 is laid out as wire type 0, expected 2 (a message)'],
    ['3801', 'field 7 is laid out as wire type 0, expected 5 (float)'],
  ])('refuses %s', (hex, message) => {
    expect(() => decode(hex)).toThrow(new RangeError(message));
  });
});
