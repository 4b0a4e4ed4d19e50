import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../src/datasets/data-error.ts';
import { readIdx } from '../../../../src/datasets/import/read-idx.ts';

function idx(type: number, shape: number[], data: Buffer): Buffer {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head.writeUInt8(type, 2);
  head.writeUInt8(shape.length, 3);
  for (const [axis, length] of shape.entries()) head.writeUInt32BE(length, 4 + 4 * axis);
  return Buffer.concat([head, data]);
}

const images = idx(0x08, [2, 2, 2], Buffer.from([0, 1, 2, 3, 4, 5, 6, 255]));

describe('readIdx', () => {
  it('reads bytes, packed or not', () => {
    const expected = { name: 'images', shape: [2, 2, 2], values: Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 255) };
    expect(readIdx(images, 'images')).toEqual(expected);
    expect(readIdx(gzipSync(images), 'images')).toEqual(expected);
  });

  it('reads big-endian numbers of every type', () => {
    const doubles = Buffer.alloc(16);
    doubles.writeDoubleBE(0.1, 0);
    doubles.writeDoubleBE(-2, 8);
    expect(readIdx(idx(0x0e, [2], doubles), 'x').values).toEqual(Float64Array.of(0.1, -2));
    const floats = Buffer.alloc(4);
    floats.writeFloatBE(0.5);
    expect(readIdx(idx(0x0d, [1], floats), 'x').values).toEqual(Float64Array.of(0.5));
    expect(readIdx(idx(0x0c, [1], Buffer.from([255, 255, 255, 254])), 'x').values).toEqual(
      Float64Array.of(-2),
    );
    expect(readIdx(idx(0x0b, [1], Buffer.from([1, 0])), 'x').values).toEqual(Float64Array.of(256));
    expect(readIdx(idx(0x09, [1], Buffer.from([255])), 'x').values).toEqual(Float64Array.of(-1));
  });

  it('refuses files of another format, cut short, or badly packed', () => {
    expect(() => readIdx(Buffer.from('PNG!'), 'x')).toThrow(
      new DataError(
        'x is not an IDX file: it begins with the bytes 504e4721, expected 0000, an element type (08, 09, 0b to 0e) and the number of axes',
      ),
    );
    expect(() => readIdx(Buffer.alloc(0), 'x')).toThrow(
      new DataError(
        'x is not an IDX file: it begins with the bytes (none), expected 0000, an element type (08, 09, 0b to 0e) and the number of axes',
      ),
    );
    expect(() => readIdx(images.subarray(0, 20), 'x')).toThrow(
      new DataError(
        'x of [2, 2, 2] has 20 bytes, expected 24: the file was cut short or damaged; fetch it again',
      ),
    );
    const packed = gzipSync(images);
    expect(() => readIdx(packed.subarray(0, packed.length - 9), 'x')).toThrow(
      new DataError(
        'x cannot be unpacked (unexpected end of file): the file was cut short or damaged; fetch it again',
      ),
    );
  });
});
