import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { Metadata, SharpOptions } from 'sharp';
import { DataError } from '../../data-error.ts';
import { refuseLfsText } from '../lfs-pointer.ts';
import { decodeBmp } from './decode-bmp.ts';
import { checkPixels, type DecodedImage } from './decoded-image.ts';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const GIF = [0x47, 0x49, 0x46, 0x38];
const BMP = [0x42, 0x4d];

/**
 * Reads an image as its file stores it, as PIL and torchvision do: no colour management (gAMA, ICC profiles) and no
 * rotation (EXIF). Fewer than 8 bits a channel are spread over 0 to 255; palettes become colours.
 * @throws {DataError} where the file is cut short or damaged, or is not one image of grey or red, green and blue
 */
export async function decodeImage(path: string, place: string): Promise<DecodedImage> {
  const bytes = await readFile(path);
  refuseLfsText(bytes, place);
  try {
    if (startsWith(bytes, BMP)) return await decodeBmp(bytes);
    checkEnd(bytes);
    return await decode(bytes);
  } catch (cause) {
    // libheif tells every place that it looked at.
    const why = (cause as Error).message
      .trim()
      .replace(/\s+/g, ' ')
      .replace(/( ?source: bad seek to \d+)+/g, 'it ends early');
    throw new DataError(
      `${place} cannot be read as an image (${why}): the file is damaged or of another format; replace or remove it`,
      { cause },
    );
  }
}

async function decode(bytes: Buffer): Promise<DecodedImage> {
  // Loading it takes a tenth of a second, which only those who have images are to wait for.
  const { default: sharp } = await import('sharp');
  // Warnings about JPEG are damage; about PNG they may be of a colour profile.
  const options: SharpOptions = {
    failOn: startsWith(bytes, PNG) ? 'error' : 'warning',
    ignoreIcc: true,
    // It does not say how many there are; checkPixels does.
    limitInputPixels: false,
  };
  const facts = await sharp(bytes, options).metadata();
  checkFacts(facts);
  const deep = facts.depth === 'ushort';
  const image = sharp(bytes, options);
  if (deep) image.toColourspace(facts.space === 'grey16' ? 'grey16' : 'rgb16');
  const { data, info } = await image
    .raw({ depth: deep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const samples = deep ? new Uint16Array(Uint8Array.from(data).buffer) : data;
  return { width: info.width, height: info.height, channels: info.channels, samples };
}

function checkFacts({ format, pages = 1, space, depth, width, height }: Metadata): void {
  if (!['png', 'jpeg', 'webp', 'gif', 'heif'].includes(format))
    throw new Error(`its content is ${format}, expected PNG, JPEG, WebP, GIF, BMP or AVIF`);
  if (pages > 1) throw new Error(`it holds ${pages} pictures, expected one`);
  if (!['srgb', 'b-w', 'rgb16', 'grey16'].includes(space))
    throw new Error(`its colours are ${space}, expected grey or red, green and blue: convert it`);
  if (depth !== 'uchar' && !(depth === 'ushort' && format === 'png'))
    throw new Error(`its samples are of type ${depth}, expected 8 bits, or 16 in PNG: convert it to PNG`);
  checkPixels(width, height);
}

/**
 * Decoders give an image before they have seen that its end is missing, and pass over the checksums of chunks that they call
 * ancillary, although transparency is one of them.
 */
function checkEnd(bytes: Buffer): void {
  if (startsWith(bytes, PNG)) {
    let at = PNG.length;
    for (let type = ''; type !== 'IEND';) {
      if (at + 12 > bytes.length) throw new Error('it ends before its last chunk');
      type = bytes.toString('latin1', at + 4, at + 8);
      const end = at + 8 + bytes.readUInt32BE(at);
      if (end + 4 > bytes.length) throw new Error(`it ends inside its chunk ${JSON.stringify(type)}`);
      // An animated PNG; decoders that do not know of that give its first picture.
      const pictures = type === 'acTL' && end >= at + 12 ? bytes.readUInt32BE(at + 8) : 1;
      if (pictures > 1) throw new Error(`it holds ${pictures} pictures, expected one`);
      if (crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end))
        throw new Error(`the checksum (CRC-32) of its chunk ${JSON.stringify(type)} does not match`);
      at = end + 4;
    }
  }
  if (startsWith(bytes, GIF) && bytes.findLast((byte) => byte !== 0) !== 0x3b)
    throw new Error('it ends before its trailer');
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
