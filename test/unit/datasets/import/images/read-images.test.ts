import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../../src/datasets/data-error.ts';
import { readImages, type ImageSettings } from '../../../../../src/datasets/import/images/read-images.ts';
import { readPieces } from '../../../../read-pieces.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

/** A picture of one colour, with its first pixel in another. */
function picture(
  width: number,
  height: number,
  colour: string,
  first = colour,
  type: 'image/png' | 'image/webp' = 'image/png',
): Buffer {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
  context.fillStyle = first;
  context.fillRect(0, 0, 1, 1);
  return type === 'image/png' ? canvas.toBuffer('image/png') : canvas.toBuffer('image/webp', 100);
}

function folder(files: Record<string, Buffer>): string {
  const root = temporaryFolder();
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  return root;
}

async function readAll(root: string, settings: ImageSettings): Promise<number[]> {
  return readPieces((await readImages(root, 'photos', settings)).inputs.values);
}

/** Grey samples of 16 bits as a PNG. */
async function deepPicture(...samples: number[]): Promise<Buffer> {
  const raw = { width: samples.length, height: 1, channels: 1 } as const;
  return sharp(Uint16Array.from(samples), { raw }).toColourspace('grey16').png().toBuffer();
}

describe('readImages', () => {
  it('reads colours channel by channel, classes and images in the order of their names', async () => {
    const root = folder({
      'dog/b.png': picture(2, 1, '#0a141e'),
      'cat/2.PNG': picture(2, 1, '#ff0000', '#0000ff'),
      'cat/10.png': picture(2, 1, '#00ff00'),
      '.git/x.png': picture(2, 1, '#000'),
      'dog/.DS_Store': Buffer.from('?'),
    });
    const { inputs, labels, placeOfLabel } = await readImages(root, 'photos', { channels: 3 });
    expect(labels).toEqual(['cat', 'cat', 'dog']);
    expect(inputs.shape).toEqual([3, 3, 1, 2]);
    expect(await readPieces(inputs.values)).toEqual([
      ...[0, 0, 255, 255, 0, 0], // cat/10.png: green
      ...[0, 255, 0, 0, 255, 0], // cat/2.PNG: blue, red
      ...[10, 10, 20, 20, 30, 30],
    ]);
    expect(placeOfLabel(1)).toBe('photos/cat/2.PNG');
  });

  it('turns colours into luma, and shows white through what is transparent', async () => {
    const root = folder({
      'a/1.png': picture(2, 1, '#ff000000', '#ff0000'),
      'b/1.png': picture(2, 1, '#0000ff'),
    });
    const { inputs } = await readImages(root, 'photos', { channels: 1 });
    expect(await readPieces(inputs.values)).toEqual([76, 255, 29, 29]);
  });

  it('scales to the size asked for', async () => {
    const root = folder({
      'a/1.png': picture(4, 8, '#808080'),
      'b/1.webp': picture(16, 2, '#000', '#000', 'image/webp'),
    });
    const { inputs } = await readImages(root, 'photos', { channels: 1, size: [2, 3] });
    expect(inputs.shape).toEqual([2, 1, 2, 3]);
    expect(await readPieces(inputs.values)).toEqual([128, 128, 128, 128, 128, 128, 0, 0, 0, 0, 0, 0]);
  });

  it('says which image has another size', async () => {
    const root = folder({ 'a/1.png': picture(4, 8, '#808080'), 'b/1.png': picture(8, 4, '#000') });
    await expect(readAll(root, { channels: 1 })).rejects.toThrow(
      new DataError(
        'photos/b/1.png is 4 × 8 pixels, expected 8 × 4, that of photos/a/1.png: scale the images to one size, ' +
          'or let this be done with source.size: [height, width]',
      ),
    );
  });

  it('says which file is damaged or no image, and that there are none', async () => {
    const damaged = folder({ 'a/1.png': picture(4, 8, '#808080').subarray(0, 40) });
    await expect(readImages(damaged, 'photos', { channels: 1 })).rejects.toThrow(
      /^photos\/a\/1\.png cannot be read as an image \(.+\): the file is damaged or of another format; replace or remove it$/,
    );
    await expect(
      readImages(folder({ 'a/1.txt': Buffer.from('1') }), 'photos', { channels: 1 }),
    ).rejects.toThrow(
      new DataError(
        'photos/a/1.txt is not an image: expected .png, .jpg, .jpeg, .webp, .gif, .bmp, .avif; move it out of the folder',
      ),
    );
    await expect(
      readImages(folder({ '1.png': picture(1, 1, '#000') }), 'photos', { channels: 1 }),
    ).rejects.toThrow(
      new DataError('photos holds no images: expected one folder for each class, with its images inside'),
    );
  });

  it('keeps 16 bits a channel', async () => {
    const root = folder({
      'a/1.png': await deepPicture(0, 1, 4095),
      'b/1.png': await deepPicture(2, 3, 65535),
    });
    const { inputs } = await readImages(root, 'photos', { channels: 1 });
    expect(inputs.values.isBytes).toBe(false);
    expect(await readPieces(inputs.values)).toEqual([0, 1, 4095, 2, 3, 65535]);
  });

  it('refuses to mix depths, and to scale more than 8 bits', async () => {
    const mixed = folder({ 'a/1.png': await deepPicture(1), 'b/1.png': picture(1, 1, '#000') });
    await expect(readAll(mixed, { channels: 1 })).rejects.toThrow(
      new DataError(
        'photos/b/1.png has 8 bits a channel, expected 16, as photos/a/1.png has: convert the images to one depth',
      ),
    );
    await expect(readAll(mixed, { channels: 1, size: [2, 2] })).rejects.toThrow(
      new DataError(
        'photos/a/1.png has 16 bits a channel, which source.size cannot scale: leave source.size out where all images are of one size, or scale them before',
      ),
    );
  });
});
