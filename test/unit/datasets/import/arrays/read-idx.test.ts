import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../../src/datasets/data-error.ts';
import { memorySource } from '../../../../../src/datasets/import/arrays/byte-source.ts';
import { readIdx } from '../../../../../src/datasets/import/arrays/read-idx.ts';
import { readPieces } from '../../../../read-pieces.ts';

function idx(type: number, shape: number[], data: Buffer): Buffer {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head.writeUInt8(type, 2);
  head.writeUInt8(shape.length, 3);
  for (const [axis, length] of shape.entries()) head.writeUInt32BE(length, 4 + 4 * axis);
  return Buffer.concat([head, data]);
}

async function read(bytes: Uint8Array): Promise<{ name: string; shape: number[]; values: number[] }> {
  const array = await readIdx(memorySource(bytes, 'x'));
  return { name: array.name, shape: array.shape, values: await readPieces(array) };
}

const images = idx(0x08, [2, 2, 2], Buffer.from([0, 1, 2, 3, 4, 5, 6, 255]));

describe('readIdx', () => {
  it('reads bytes, packed or not', async () => {
    const expected = { name: 'x', shape: [2, 2, 2], values: [0, 1, 2, 3, 4, 5, 6, 255] };
    expect(await read(images)).toEqual(expected);
    expect(await read(gzipSync(images))).toEqual(expected);
  });

  it('reads big-endian numbers of every type', async () => {
    const doubles = Buffer.alloc(16);
    doubles.writeDoubleBE(0.1, 0);
    doubles.writeDoubleBE(-2, 8);
    expect((await read(idx(0x0e, [2], doubles))).values).toEqual([0.1, -2]);
    const floats = Buffer.alloc(4);
    floats.writeFloatBE(0.5);
    expect((await read(idx(0x0d, [1], floats))).values).toEqual([0.5]);
    expect((await read(idx(0x0c, [1], Buffer.from([255, 255, 255, 254])))).values).toEqual([-2]);
    expect((await read(idx(0x0b, [1], Buffer.from([1, 0])))).values).toEqual([256]);
    expect((await read(idx(0x09, [1], Buffer.from([255])))).values).toEqual([-1]);
  });

  it('refuses files of another format, cut short, or badly packed', async () => {
    await expect(read(Buffer.from('PNG!'))).rejects.toThrow(
      new DataError(
        'x is not an IDX file: it begins with the bytes 504e4721, expected 0000, an element type (08, 09, 0b to 0e) and the number of axes',
      ),
    );
    await expect(read(Buffer.alloc(0))).rejects.toThrow(
      new DataError(
        'x is not an IDX file: it begins with the bytes (none), expected 0000, an element type (08, 09, 0b to 0e) and the number of axes',
      ),
    );
    const advice = 'the file was cut short or damaged, or holds something else as well; save it again';
    await expect(read(images.subarray(0, 20))).rejects.toThrow(
      new DataError(`x of [2, 2, 2] has 20 bytes, expected 24: ${advice}`),
    );
    await expect(read(gzipSync(images.subarray(0, 20)))).rejects.toThrow(
      new DataError(`x of [2, 2, 2] has 20 bytes, expected 24: ${advice}`),
    );
    await expect(read(gzipSync(Buffer.concat([images, Buffer.from('.')])))).rejects.toThrow(
      new DataError(`x of [2, 2, 2] has more bytes, expected 24: ${advice}`),
    );
    const packed = gzipSync(images);
    await expect(read(packed.subarray(0, packed.length - 9))).rejects.toThrow(
      new DataError(
        'x cannot be unpacked (unexpected end of file): the file was cut short or damaged; fetch it again',
      ),
    );
    packed[packed.length - 8]! ^= 1;
    await expect(read(packed)).rejects.toThrow(
      new DataError(
        'x cannot be unpacked (incorrect data check): the file was cut short or damaged; fetch it again',
      ),
    );
  });
});
