import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../../src/datasets/data-error.ts';
import { decodeImage } from '../../../../../src/datasets/import/images/decode-image.ts';
import type { DecodedImage } from '../../../../../src/datasets/import/images/decoded-image.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

// Where they come from: fixtures/README.md.
const fixtures = join(import.meta.dirname, 'fixtures');

function expectedOf(file: string): [string, string | null][] {
  return Object.entries(
    JSON.parse(readFileSync(join(fixtures, file), 'utf8')) as Record<string, string | null>,
  );
}

const suite = expectedOf('pngsuite.json');

/** Red, green, blue and alpha of all pixels, of 16 bits each. */
function deepPixels({ width, height, channels, samples }: DecodedImage): Uint16Array {
  const factor = samples instanceof Uint8Array ? 257 : 1;
  const places = channels < 3 ? [0, 0, 0] : [0, 1, 2];
  return Uint16Array.from({ length: 4 * width * height }, (_, index) => {
    const [pixel, channel] = [Math.floor(index / 4), index % 4];
    if (channel < 3) return factor * samples[pixel * channels + places[channel]!]!;
    return channels % 2 === 0 ? factor * samples[pixel * channels + channels - 1]! : 65535;
  });
}

function colours({ width, height, channels, samples }: DecodedImage): Uint8Array {
  return Uint8Array.from(
    { length: 3 * width * height },
    (_, index) => samples[Math.floor(index / 3) * channels + (channels < 3 ? 0 : index % 3)]!,
  );
}

async function decode(bytes: Uint8Array): Promise<DecodedImage> {
  const path = join(temporaryFolder(), 'x');
  writeFileSync(path, bytes);
  return decodeImage(path, 'photos/a/1.png');
}

describe('decodeImage', () => {
  it.each(suite.filter(([, digest]) => digest !== null))(
    'reads the stored samples of %s of PngSuite, as libpng does',
    async (file, digest) => {
      const pixels = deepPixels(await decodeImage(join(fixtures, 'pngsuite', file), file));
      expect(createHash('sha256').update(pixels).digest('hex')).toBe(digest);
    },
  );

  it.each(suite.filter(([, digest]) => digest === null))(
    'refuses the corrupt %s of PngSuite',
    async (file) => {
      await expect(decodeImage(join(fixtures, 'pngsuite', file), file)).rejects.toThrow(
        / cannot be read as an image \(.+\): the file is damaged or of another format; replace or remove it$/,
      );
    },
  );

  it.each(expectedOf('photos.json'))(
    'reads the stored samples of %s, as PIL does: no colour profile, no rotation',
    async (file, digest) => {
      const image = await decodeImage(join(fixtures, 'photos', file), file);
      expect([image.width, image.height]).toEqual([64, 48]);
      expect(createHash('sha256').update(colours(image)).digest('hex')).toBe(digest);
    },
  );

  it.each(expectedOf('photos.json'))('refuses %s when it is cut short anywhere', async (file) => {
    const bytes = readFileSync(join(fixtures, 'photos', file));
    for (const part of [0.1, 0.3, 0.5, 0.7, 0.9, 0.99]) {
      const cut = bytes.subarray(0, Math.floor(bytes.length * part));
      await expect(decode(cut)).rejects.toThrow('photos/a/1.png cannot be read as an image');
    }
    await expect(decode(bytes.subarray(0, -1))).rejects.toThrow('photos/a/1.png cannot be read as an image');
  });

  it('refuses a PNG whose transparency is damaged', async () => {
    const bytes = readFileSync(join(fixtures, 'pngsuite/tbwn3p08.png'));
    bytes[bytes.indexOf('tRNS') + 4]! ^= 255;
    await expect(decode(bytes)).rejects.toThrow(
      'photos/a/1.png cannot be read as an image (the checksum (CRC-32) of its chunk "tRNS" does not match)',
    );
  });

  it('reads AVIF, and refuses it when it is cut short', async () => {
    const canvas = createCanvas(16, 8);
    const context = canvas.getContext('2d');
    context.fillStyle = '#808080';
    context.fillRect(0, 0, 16, 8);
    const bytes = canvas.toBuffer('image/avif', { quality: 100 });
    const image = await decode(bytes);
    expect([image.width, image.height, image.samples[0]]).toEqual([16, 8, 128]);
    for (const part of [0.5, 0.9, 0.99])
      await expect(decode(bytes.subarray(0, Math.floor(bytes.length * part)))).rejects.toThrow(DataError);
  });

  it('refuses by its head an image of too many pixels, whose bytes may be few', async () => {
    const bytes = readFileSync(join(fixtures, 'pngsuite/basn0g01.png'));
    bytes.writeUInt32BE(50_000, 16);
    bytes.writeUInt32BE(50_000, 20);
    bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
    await expect(decode(bytes)).rejects.toThrow(
      new DataError(
        'photos/a/1.png cannot be read as an image (it has 50000 × 50000 pixels, expected at most 134217728: scale it down): ' +
          'the file is damaged or of another format; replace or remove it',
      ),
    );
  });

  it.each([
    ['cmyk.jpg', 'its colours are cmyk, expected grey or red, green and blue: convert it'],
    ['moving.gif', 'it holds 2 pictures, expected one'],
  ])('refuses %s', async (file, why) => {
    await expect(decodeImage(join(fixtures, file), 'photos/a/1')).rejects.toThrow(
      new DataError(
        `photos/a/1 cannot be read as an image (${why}): the file is damaged or of another format; replace or remove it`,
      ),
    );
  });

  it('says of a cut AVIF that it ends early, and not every place that was looked at', async () => {
    const { default: sharp } = await import('sharp');
    const pixels = {
      width: 64,
      height: 64,
      channels: 3 as const,
      noise: { type: 'gaussian' as const, mean: 128, sigma: 30 },
    };
    const bytes = await sharp({ create: { ...pixels, background: 'black' } })
      .avif()
      .toBuffer();
    await expect(decode(bytes.subarray(0, Math.floor(bytes.length / 2)))).rejects.toThrow(
      /^photos\/a\/1\.png cannot be read as an image \(it ends early(?: (?!source: bad seek).*)?\): the file is damaged/,
    );
  });

  it('refuses drawings, whatever they are called', async () => {
    const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>';
    await expect(decode(Buffer.from(drawing))).rejects.toThrow(
      'photos/a/1.png cannot be read as an image (its content is svg, expected PNG, JPEG, WebP, GIF, BMP or AVIF)',
    );
  });

  it('refuses an animated PNG, of which decoders give the first picture', async () => {
    const png = createCanvas(2, 2).toBuffer('image/png');
    const frames = (count: number): Buffer => {
      const chunk = Buffer.alloc(20);
      chunk.writeUInt32BE(8, 0);
      chunk.write('acTL', 4, 'latin1');
      chunk.writeUInt32BE(count, 8);
      chunk.writeUInt32BE(crc32(chunk.subarray(4, 16)), 16);
      // Behind the signature and IHDR.
      return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
    };
    await expect(decode(frames(2))).rejects.toThrow(
      'photos/a/1.png cannot be read as an image (it holds 2 pictures, expected one)',
    );
    expect(await decode(frames(1))).toMatchObject({ width: 2, height: 2 });
  });
});
