/** An image as its file stores it: rows of pixels, each of 1 (grey), 2 (with alpha), 3 (red, green, blue) or 4 samples. */
export interface DecodedImage {
  width: number;
  height: number;
  channels: number;
  /** Bytes, or numbers of 16 bits where the file has more than 8 bits a channel. */
  samples: Uint8Array | Uint16Array;
}
