import type { InputEncoding } from '../../artifacts/dataset.ts';
import type { StoredInputs } from '../measure-inputs.ts';
import { Standardizer } from '../standardize.ts';
import { imageSide } from './render.ts';

/**
 * What the network is given of an image (reading R14): gray/255, black on white as R draws it; `negatives` times its negative,
 * k (255 − gray)/255; or gray standardised over the training images, by one mean and deviation or by those of each pixel.
 */
export type DiceInputs = 'black-on-white' | { negatives: number } | 'standardized' | 'standardized-by-pixel';

/** How images become stored inputs, and how that is read. */
export interface ImageEncoding {
  readonly encoding: InputEncoding;
  /** What the report says of it. */
  readonly reading: string;
  /** Takes images [n, 1024], gray from black (0) to white (255); may change them. */
  readonly encode: (pixels: Uint8Array<ArrayBuffer>) => StoredInputs;
}

const PIXELS = imageSide ** 2;

/**
 * Prepares the encoding of dice images.
 * @param inputs the reading
 * @param channels how often the image is repeated, as R, G and B or not
 * @param training the training images, in pieces of whole images; read only where they are to be standardised by
 */
export function encodeImages(
  inputs: DiceInputs,
  channels: number,
  training: () => Iterable<Uint8Array>,
): ImageEncoding {
  const repeated = channels === 1 ? ' in one channel' : `, the same in each of ${channels} channels`;
  if (inputs === 'standardized' || inputs === 'standardized-by-pixel')
    return standardized(inputs, channels, repeated, training);
  const factor = inputs === 'black-on-white' ? 1 : inputs.negatives;
  const encoding = { type: 'uint8', scale: factor / 255, channels } as const;
  if (inputs === 'black-on-white')
    return {
      encoding,
      reading: `black on white as R draws it, values gray/255${repeated}`,
      encode: (x) => x,
    };
  const drawn = 'white on black, the negative of what R draws';
  return {
    encoding,
    reading:
      factor === 1
        ? `${drawn}, values gray/255${repeated}`
        : `${drawn}, values ${factor} · gray/255${repeated}`,
    encode: (pixels) => {
      for (const [index, gray] of pixels.entries()) pixels[index] = 255 - gray;
      return pixels;
    },
  };
}

function standardized(
  inputs: 'standardized' | 'standardized-by-pixel',
  channels: number,
  repeated: string,
  training: () => Iterable<Uint8Array>,
): ImageEncoding {
  const byPixel = inputs === 'standardized-by-pixel';
  const groups = byPixel ? { count: PIXELS, of: (pixel: number) => pixel } : { count: 1, of: () => 0 };
  const standardizer = new Standardizer(PIXELS, groups);
  for (const images of training()) standardizer.learn(images);
  const [mean, deviation] = [standardizer.means[0]! / 255, standardizer.standardDeviations[0]! / 255];
  const how = byPixel
    ? '(gray − mean)/σ of each pixel over the training images'
    : `(gray/255 − mean)/σ with mean ${mean.toFixed(4)} and σ ${deviation.toFixed(4)} over the training images`;
  return {
    encoding: { type: 'float64' },
    reading: `black on white as R draws it, standardised: ${how}${repeated}`,
    encode: (pixels) => repeatImages(standardizer.apply(pixels), channels),
  };
}

function repeatImages(images: Float64Array<ArrayBuffer>, channels: number): Float64Array<ArrayBuffer> {
  const repeated = new Float64Array(images.length * channels);
  for (let at = 0; at < images.length; at += PIXELS)
    for (let channel = 0; channel < channels; channel++)
      repeated.set(images.subarray(at, at + PIXELS), at * channels + channel * PIXELS);
  return repeated;
}
