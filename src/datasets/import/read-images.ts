import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { createCanvas, loadImage, type Image } from '@napi-rs/canvas';
import { DataError } from '../data-error.ts';
import type { ImportedSplit } from './array.ts';

/** What images become. */
export interface ImageSettings {
  /** [height, width] to scale all images to; where absent they must be of one size. */
  size?: readonly [number, number] | undefined;
  channels: 1 | 3;
}

const EXTENSIONS = ['.png', '.jpg', '.jpeg', '.webp', '.gif', '.bmp', '.avif'];

/**
 * Reads a folder that has one folder of images for each class, both in the order of their names. An input is
 * [channels, height, width]: red, green and blue, or the luma 0.299 R + 0.587 G + 0.114 B; what is transparent is white.
 */
export async function readImages(
  folder: string,
  name: string,
  settings: ImageSettings,
): Promise<ImportedSplit> {
  const files = await listImages(folder, name);
  let { size } = settings;
  let sizeOf = 'the size asked for';
  const inputs: Uint8Array[] = [];
  for (const { path, place } of files) {
    const image = await decode(path, place);
    if (size === undefined) {
      size = [image.height, image.width];
      sizeOf = `that of ${place}`;
    }
    if (settings.size === undefined && (image.height !== size[0] || image.width !== size[1])) {
      throw new DataError(
        `${place} is ${image.height} × ${image.width} pixels, expected ${size[0]} × ${size[1]}, ${sizeOf}: ` +
          'scale the images to one size, or let this be done with source.size: [height, width]',
      );
    }
    inputs.push(pixelsOf(image, size, settings.channels));
  }
  return {
    inputs: {
      name,
      shape: [files.length, settings.channels, ...size!],
      values: Uint8Array.from(Buffer.concat(inputs)),
    },
    labels: files.map(({ label }) => label),
    placeOfLabel: (sample) => files[sample]!.place,
  };
}

interface ImageFile {
  path: string;
  /** For messages: `photos/cat/1.png`. */
  place: string;
  label: string;
}

async function listImages(folder: string, name: string): Promise<ImageFile[]> {
  const files: ImageFile[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  const labels = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  for (const label of labels.map((entry) => entry.name).sort()) {
    const images = (await readdir(join(folder, label))).filter((file) => !file.startsWith('.')).sort();
    for (const file of images) {
      const place = `${name}/${label}/${file}`;
      if (!EXTENSIONS.includes(extname(file).toLowerCase()))
        throw new DataError(
          `${place} is not an image: expected ${EXTENSIONS.join(', ')}; move it out of the folder`,
        );
      files.push({ path: join(folder, label, file), place, label });
    }
  }
  if (files.length > 0) return files;
  throw new DataError(`${name} holds no images: expected one folder for each class, with its images inside`);
}

async function decode(path: string, place: string): Promise<Image> {
  try {
    return await loadImage(await readFile(path));
  } catch (cause) {
    throw new DataError(
      `${place} cannot be read as an image (${(cause as Error).message}): the file is damaged or of another format; replace or remove it`,
      { cause },
    );
  }
}

function pixelsOf(image: Image, [height, width]: readonly [number, number], channels: 1 | 3): Uint8Array {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  // At its own size an image is taken pixel by pixel: smoothing would mix neighbours.
  context.imageSmoothingEnabled = image.width !== width || image.height !== height;
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const pixels = height * width;
  const values = new Uint8Array(channels * pixels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const [red, green, blue] = [data[4 * pixel]!, data[4 * pixel + 1]!, data[4 * pixel + 2]!];
    if (channels === 1) values[pixel] = Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
    else
      for (const [channel, value] of [red, green, blue].entries()) values[channel * pixels + pixel] = value;
  }
  return values;
}
