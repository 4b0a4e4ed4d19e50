import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeBmp } from '../../../../../src/datasets/import/images/decode-bmp.ts';

const colour = readFileSync(join(import.meta.dirname, 'fixtures/photos/colour.bmp'));

describe('decodeBmp', () => {
  it('reads pixels', async () => {
    const { width, height, channels, samples } = await decodeBmp(colour);
    expect([width, height, channels]).toEqual([64, 48, 4]);
    expect([...samples.subarray(0, 8)]).toEqual([0, 0, 64, 255, 4, 0, 1, 255]);
  });

  it('says how many bytes are missing', async () => {
    await expect(decodeBmp(colour.subarray(0, 1000))).rejects.toThrow(
      new Error('64 × 48 pixels need 9270 bytes, it has 1000'),
    );
  });

  it('refuses more pixels than memory is for', async () => {
    const large = Buffer.alloc(62 + 16_384 * 2048);
    colour.copy(large, 0, 0, 54);
    large.writeInt32LE(16_384, 18);
    large.writeInt32LE(16_384, 22);
    large.writeUInt16LE(1, 28);
    await expect(decodeBmp(large)).rejects.toThrow(
      new Error('it has 16384 × 16384 pixels, expected at most 134217728: scale it down'),
    );
  });

  it('refuses headers that are cut short, and what is compressed', async () => {
    await expect(decodeBmp(colour.subarray(0, 30))).rejects.toThrow(
      new Error('its header is cut short or unknown'),
    );
    const compressed = Buffer.from(colour);
    compressed.writeUInt32LE(1, 30);
    await expect(decodeBmp(compressed)).rejects.toThrow(
      new Error(
        'it has 24 bits a pixel by compression 1, expected 1, 4, 8, 24 or 32 bits, not compressed: save it as PNG',
      ),
    );
  });
});
