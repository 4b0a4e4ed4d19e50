import { DataError } from '../../data-error.ts';
import { sizeOf, type ArrayPieces, type ArrayValues, type ImportedSplit } from '../array.ts';
import { decodeImage } from './decode-image.ts';
import type { DecodedImage } from './decoded-image.ts';
import { imageValues, scaleImage } from './image-values.ts';
import { listImages, type ImageFile } from './list-images.ts';

/** What images become. */
export interface ImageSettings {
  /** [height, width] to scale all images to; where absent they must be of one size. */
  size?: readonly [number, number] | undefined;
  channels: 1 | 3;
}

/** Values of a piece. */
const LARGEST_PIECE = 2 ** 23;

/**
 * Reads a folder that has one folder of images for each class, both in the order of their names. An input is
 * [channels, height, width]: red, green and blue, or the luma 0.299 R + 0.587 G + 0.114 B; what is transparent is white.
 * Values are the stored samples: bytes, or float64 of 0 to 65535 where the images have 16 bits a channel.
 */
export async function readImages(
  folder: string,
  name: string,
  settings: ImageSettings,
): Promise<ImportedSplit<ArrayPieces>> {
  const files = await listImages(folder, name);
  const first = await decodeImage(files[0]!.path, files[0]!.place);
  const isBytes = first.samples instanceof Uint8Array;
  const size = settings.size ?? ([first.height, first.width] as const);
  if (!isBytes && settings.size !== undefined)
    throw new DataError(
      `${files[0]!.place} has 16 bits a channel, which source.size cannot scale: leave source.size out where all images are of one size, or scale them before`,
    );
  const shape = [settings.channels, ...size];
  return {
    inputs: {
      name,
      shape: [files.length, ...shape],
      values: { isBytes, pieces: () => piecesOf(files, first, { ...settings, shape }) },
    },
    labels: files.map(({ label }) => label),
    placeOfLabel: (sample) => files[sample]!.place,
  };
}

async function* piecesOf(
  files: ImageFile[],
  first: DecodedImage,
  { size, channels, shape }: ImageSettings & { shape: number[] },
): AsyncGenerator<ArrayValues> {
  const length = sizeOf(shape);
  const most = Math.max(1, Math.floor(LARGEST_PIECE / length));
  for (let start = 0; start < files.length; start += most) {
    const some = files.slice(start, start + most);
    const values =
      first.samples instanceof Uint8Array
        ? new Uint8Array(some.length * length)
        : new Float64Array(some.length * length);
    for (const [index, { path, place }] of some.entries()) {
      const image = await decodeImage(path, place);
      checkAlike(image, place, first, files[0]!.place, size === undefined);
      values.set(imageValues(size === undefined ? image : scaleImage(image, size), channels), index * length);
    }
    yield values;
  }
}

function checkAlike(
  { height, width, samples }: DecodedImage,
  place: string,
  first: DecodedImage,
  firstPlace: string,
  sameSize: boolean,
): void {
  if (sameSize && (height !== first.height || width !== first.width))
    throw new DataError(
      `${place} is ${height} × ${width} pixels, expected ${first.height} × ${first.width}, that of ${firstPlace}: ` +
        'scale the images to one size, or let this be done with source.size: [height, width]',
    );
  if (samples.BYTES_PER_ELEMENT !== first.samples.BYTES_PER_ELEMENT)
    throw new DataError(
      `${place} has ${8 * samples.BYTES_PER_ELEMENT} bits a channel, expected ${8 * first.samples.BYTES_PER_ELEMENT}, as ${firstPlace} has: convert the images to one depth`,
    );
}
