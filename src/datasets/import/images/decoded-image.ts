import { LARGEST_INPUT } from '../array.ts';

/** An image as its file stores it: rows of pixels, each of 1 (grey), 2 (with alpha), 3 (red, green, blue) or 4 samples. */
export interface DecodedImage {
  width: number;
  height: number;
  channels: number;
  /** Bytes, or numbers of 16 bits where the file has more than 8 bits a channel. */
  samples: Uint8Array | Uint16Array;
}

/**
 * Refuses an image by the size that its head tells, before it is decoded: a few bytes may stand for more than memory holds.
 * @throws {Error} where it has too many pixels
 */
export function checkPixels(width: number, height: number): void {
  if (width * height <= LARGEST_INPUT) return;
  throw new Error(`it has ${width} × ${height} pixels, expected at most ${LARGEST_INPUT}: scale it down`);
}
