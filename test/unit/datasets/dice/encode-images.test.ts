import { describe, expect, it } from 'vitest';
import { encodeImages } from '../../../../src/datasets/dice/encode-images.ts';

/** Two images: all 51, and all 204 but for one pixel of 51. */
function images(): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(2048).fill(51, 0, 1024).fill(204, 1024);
  pixels[1024] = 51;
  return pixels;
}

const unread = (): never => {
  throw new Error('the training images are not needed');
};

describe('encodeImages', () => {
  it('keeps black on white', () => {
    const { encoding, reading, encode } = encodeImages('black-on-white', 3, unread);
    expect(encoding).toEqual({ type: 'uint8', scale: 1 / 255, channels: 3 });
    expect(reading).toBe('black on white as R draws it, values gray/255, the same in each of 3 channels');
    expect(encode(images())).toEqual(images());
  });

  it('multiplies negatives', () => {
    const { encoding, reading, encode } = encodeImages({ negatives: 2 }, 1, unread);
    expect(encoding).toEqual({ type: 'uint8', scale: 2 / 255, channels: 1 });
    expect(reading).toBe('white on black, the negative of what R draws, values 2 · gray/255 in one channel');
    expect([...encode(images()).subarray(1023, 1026)]).toEqual([204, 204, 51]);
    expect(encodeImages({ negatives: 1 }, 3, unread).reading).toBe(
      'white on black, the negative of what R draws, values gray/255, the same in each of 3 channels',
    );
  });

  it('standardises by one mean and deviation', () => {
    const { encoding, reading, encode } = encodeImages('standardized', 1, () => [images()]);
    expect(encoding).toEqual({ type: 'float64' });
    expect(reading).toBe(
      'black on white as R draws it, standardised: (gray/255 − mean)/σ with mean 0.4997 and σ 0.3000 over the training images ' +
        'in one channel',
    );
    const mean = (51 * 1025 + 204 * 1023) / 2048;
    const deviation = Math.sqrt((1025 * (51 - mean) ** 2 + 1023 * (204 - mean) ** 2) / 2048);
    const [first, , last] = encode(images()).subarray(1023, 1026);
    expect(first).toBeCloseTo((51 - mean) / deviation, 12);
    expect(last).toBeCloseTo((204 - mean) / deviation, 12);
  });

  it('standardises by pixel, and repeats each image', () => {
    const { reading, encode } = encodeImages('standardized-by-pixel', 2, () => [images()]);
    expect(reading).toBe(
      'black on white as R draws it, standardised: (gray − mean)/σ of each pixel over the training images, ' +
        'the same in each of 2 channels',
    );
    const values = encode(images());
    expect(values).toHaveLength(4096);
    expect([values[0], values[1], values[1024], values[1025]]).toEqual([0, -1, 0, -1]);
    expect([values[2048], values[2049], values[3073]]).toEqual([0, 1, 1]);
  });
});
