import { createCanvas, ImageData } from '@napi-rs/canvas';
import type { DecodedImage } from './decoded-image.ts';

/**
 * The pixels of an image as inputs [channels, height, width]: red, green and blue, or the luma
 * 0.299 R + 0.587 G + 0.114 B, rounded; what is transparent shows white.
 */
export function imageValues(image: DecodedImage, channels: 1 | 3): Uint8Array | Uint16Array {
  const { width, height, samples } = image;
  const pixels = width * height;
  const white = samples instanceof Uint16Array ? 65535 : 255;
  const values =
    samples instanceof Uint16Array ? new Uint16Array(channels * pixels) : new Uint8Array(channels * pixels);
  const [green, blue] = image.channels < 3 ? [0, 0] : [1, 2];
  const alpha = image.channels % 2 === 0 ? image.channels - 1 : undefined;
  for (let pixel = 0; pixel < pixels; pixel++) {
    const at = pixel * image.channels;
    const opacity = alpha === undefined ? 1 : samples[at + alpha]! / white;
    const shown = (channel: number): number => white + (samples[at + channel]! - white) * opacity;
    if (channels === 1)
      values[pixel] = Math.round(0.299 * shown(0) + 0.587 * shown(green) + 0.114 * shown(blue));
    else
      for (const [place, channel] of [0, green, blue].entries())
        values[place * pixels + pixel] = Math.round(shown(channel));
  }
  return values;
}

/** An image of 8 bits a channel, scaled to [height, width] with smoothing, on white. */
export function scaleImage(image: DecodedImage, [height, width]: readonly [number, number]): DecodedImage {
  if (image.height === height && image.width === width) return image;
  const colours = imageValues(image, 3);
  const pixels = image.width * image.height;
  const data = new Uint8ClampedArray(4 * pixels).fill(255);
  for (let pixel = 0; pixel < pixels; pixel++)
    for (let channel = 0; channel < 3; channel++)
      data[4 * pixel + channel] = colours[channel * pixels + pixel]!;
  const whole = createCanvas(image.width, image.height);
  whole.getContext('2d').putImageData(new ImageData(data, image.width, image.height), 0, 0);
  const context = createCanvas(width, height).getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(whole, 0, 0, width, height);
  return {
    width,
    height,
    channels: 4,
    samples: new Uint8Array(context.getImageData(0, 0, width, height).data),
  };
}
