import { describe, expect, it } from 'vitest';
import { imageValues, scaleImage } from '../../../../../src/datasets/import/images/image-values.ts';

describe('imageValues', () => {
  it('gives colours channel by channel, and grey as it is', () => {
    const colour = { width: 2, height: 1, channels: 3, samples: Uint8Array.of(1, 2, 3, 4, 5, 6) };
    expect(imageValues(colour, 3)).toEqual(Uint8Array.of(1, 4, 2, 5, 3, 6));
    const grey = { width: 3, height: 1, channels: 1, samples: Uint16Array.of(0, 4095, 65535) };
    expect(imageValues(grey, 1)).toEqual(grey.samples);
    expect(imageValues(grey, 3)).toEqual(Uint16Array.of(...grey.samples, ...grey.samples, ...grey.samples));
  });

  it('shows white through what is transparent', () => {
    const samples = Uint8Array.of(255, 0, 0, 0, 100, 100, 100, 51);
    expect(imageValues({ width: 2, height: 1, channels: 4, samples }, 3)).toEqual(
      Uint8Array.of(255, 224, 255, 224, 255, 224),
    );
    const deep = { width: 1, height: 1, channels: 2, samples: Uint16Array.of(0, 32768) };
    expect(imageValues(deep, 1)).toEqual(Uint16Array.of(32767));
  });

  it('takes the luma of colours, and every grey for itself', () => {
    const red = { width: 1, height: 1, channels: 3, samples: Uint8Array.of(255, 0, 0) };
    expect(imageValues(red, 1)).toEqual(Uint8Array.of(76));
    for (const greys of [new Uint8Array(256), new Uint16Array(65536)]) {
      for (let value = 0; value < greys.length; value++) greys[value] = value;
      const image = { width: greys.length, height: 1, channels: 1, samples: greys };
      expect(imageValues(image, 1)).toEqual(greys);
    }
  });
});

describe('scaleImage', () => {
  it('leaves an image of the size as it is, and averages one that is larger', () => {
    const image = { width: 2, height: 2, channels: 1, samples: Uint8Array.of(10, 20, 30, 40) };
    expect(scaleImage(image, [2, 2])).toBe(image);
    const { width, height, channels, samples } = scaleImage(image, [1, 1]);
    expect([width, height, channels, ...samples]).toEqual([1, 1, 4, 25, 25, 25, 255]);
  });
});
