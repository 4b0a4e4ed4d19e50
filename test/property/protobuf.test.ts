import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessage } from '../../src/datasets/protobuf/decode-message.ts';
import { encodeMessage } from '../../src/datasets/protobuf/encode-message.ts';

const inner = { count: [1, 'integer'], names: [300, 'text', 'many'] } as const;
const schema = {
  integer: [1, 'integer'],
  float: [2, 'float'],
  text: [3, 'text'],
  bytes: [4, 'bytes'],
  inner: [5, inner],
  integers: [16, 'integer', 'many'],
  floats: [17, 'float', 'many'],
  many: [2 ** 29 - 1, inner, 'many'],
} as const;

const options = { requiredKeys: [] };
const float = fc.float({ noNaN: true });
const text = fc.string({ unit: 'binary' });
const someInner = fc.record(
  { count: fc.maxSafeInteger(), names: fc.array(text, { minLength: 1, maxLength: 3 }) },
  options,
);
const message = fc.record(
  {
    integer: fc.maxSafeInteger(),
    float,
    text,
    bytes: fc.uint8Array(),
    inner: someInner,
    integers: fc.array(fc.maxSafeInteger(), { minLength: 1 }),
    floats: fc.array(float, { minLength: 1 }),
    many: fc.array(someInner, { minLength: 1, maxLength: 3 }),
  },
  options,
);

describe('protocol buffer messages', () => {
  it('are read back as they were written', () => {
    fc.assert(
      fc.property(message, (written) => {
        const read = decodeMessage(schema, encodeMessage(schema, written));
        expect({ ...read, ...(read.bytes && { bytes: Uint8Array.from(read.bytes) }) }).toEqual(written);
      }),
    );
  });

  it('that are cut anywhere are refused with a RangeError, or read as the fields before the cut', () => {
    fc.assert(
      fc.property(message, fc.nat(), (written, at) => {
        const bytes = encodeMessage(schema, written);
        try {
          decodeMessage(schema, bytes.subarray(0, at % (bytes.length + 1)));
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});
