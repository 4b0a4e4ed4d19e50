import { createCanvas, loadImage } from '@napi-rs/canvas';
import { checkPixels, type DecodedImage } from './decoded-image.ts';

/**
 * Reads an uncompressed BMP. Skia decodes it, but gives black where bytes are missing: the header says beforehand how many
 * there have to be.
 */
export async function decodeBmp(bytes: Buffer): Promise<DecodedImage> {
  const header = bytes.length < 54 ? 0 : bytes.readUInt32LE(14);
  if (header < 40 || 14 + header > bytes.length) throw new Error('its header is cut short or unknown');
  const [width, height] = [bytes.readInt32LE(18), Math.abs(bytes.readInt32LE(22))];
  const [bits, compression] = [bytes.readUInt16LE(28), bytes.readUInt32LE(30)];
  if (compression !== 0 || ![1, 4, 8, 24, 32].includes(bits))
    throw new Error(
      `it has ${bits} bits a pixel by compression ${compression}, expected 1, 4, 8, 24 or 32 bits, not compressed: save it as PNG`,
    );
  const needed = bytes.readUInt32LE(10) + 4 * Math.ceil((width * bits) / 32) * height;
  if (width <= 0 || height === 0 || needed > bytes.length)
    throw new Error(`${width} × ${height} pixels need ${needed} bytes, it has ${bytes.length}`);
  checkPixels(width, height);
  const image = await loadImage(bytes);
  if (image.width !== width || image.height !== height) throw new Error('its header is damaged');
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  return {
    width,
    height,
    channels: 4,
    samples: new Uint8Array(context.getImageData(0, 0, width, height).data),
  };
}
