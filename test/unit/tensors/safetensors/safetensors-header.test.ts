import { describe, expect, it } from 'vitest';
import {
  buildHeader,
  parseSafetensorsHeader,
} from '../../../../src/tensors/safetensors/safetensors-header.ts';
import { TensorFileError } from '../../../../src/tensors/safetensors/tensor-file-error.ts';

describe('buildHeader', () => {
  it('pads the JSON with spaces to a multiple of 8 bytes and lays out wide elements first, then by name', () => {
    const { bytes, header } = buildHeader(
      { b: { type: 'U8', shape: [3] }, a: { type: 'U8', shape: [2] }, z: { type: 'F64', shape: [1, 2] } },
      { b: '2', a: '1' },
    );
    expect(bytes.length % 8).toBe(0);
    expect(bytes.readBigUInt64LE(0)).toBe(BigInt(bytes.length - 8));
    expect(bytes.subarray(8).toString().trimEnd()).toBe(
      '{"__metadata__":{"a":"1","b":"2"},"z":{"dtype":"F64","shape":[1,2],"data_offsets":[0,16]},' +
        '"a":{"dtype":"U8","shape":[2],"data_offsets":[16,18]},"b":{"dtype":"U8","shape":[3],"data_offsets":[18,21]}}',
    );
    expect(header.sizeBytes).toBe(bytes.length + 21);
  });

  it('is read back by parseHeader', () => {
    const { bytes, header } = buildHeader({ x: { type: 'I64', shape: [] } }, { k: 'v' });
    const text = bytes.subarray(8).toString();
    expect(parseSafetensorsHeader('f', text, bytes.length, header.sizeBytes)).toEqual(header);
  });
});

describe('parseHeader', () => {
  const x = (dtype: string, shape: unknown, offsets: unknown) =>
    JSON.stringify({ x: { dtype, shape, data_offsets: offsets } });

  it.each([
    [
      '{oops',
      8,
      "the header is not JSON: Expected property name or '}' in JSON at position 1 (line 1 column 2)",
    ],
    ['[1]', 8, 'the header is not a JSON object'],
    ['{"__metadata__":{"n":1}}', 8, '__metadata__ must map names to strings'],
    [x('BF16', [1], [0, 4]), 12, 'tensor x of BF16 [1] needs 2 bytes, its offsets 0..4 hold 4'],
    [x('F4', [2], [3, 1]), 12, 'tensor x ends at byte 1, before its start 3'],
    [
      '{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}',
      9,
      'the header names x twice: which is meant cannot be told; make it again',
    ],
    [
      '{"x":{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}}',
      9,
      'the header names dtype twice: which is meant cannot be told; make it again',
    ],
    [x('F64', [1], [0, 4]), 12, 'tensor x of F64 [1] needs 8 bytes, its offsets 0..4 hold 4'],
    [x('F64', [-1], [0, 4]), 12, 'tensor x: .shape.0 Too small: expected number to be >=0'],
    [
      x('F64', [1], [8, 16]),
      24,
      'tensor x begins at byte 8 of the data, expected 0: tensors must follow each other without holes',
    ],
    [
      x('F64', [1], [0, 8]),
      15,
      'the header describes 16 bytes, the file has 15: it was cut short or damaged; make it again',
    ],
  ])('rejects %s', (text, sizeBytes, message) => {
    expect(() => parseSafetensorsHeader('/data/f', text, 8, sizeBytes)).toThrow(
      new TensorFileError('/data/f', message),
    );
  });

  it('leaves unknown element types to those who read such a tensor', () => {
    const { tensors } = parseSafetensorsHeader('f', x('F6_E2M3', [4], [0, 3]), 8, 11);
    expect(tensors.get('x')).toEqual({ type: 'F6_E2M3', shape: [4], start: 8, end: 11 });
  });
});
