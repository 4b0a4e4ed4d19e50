declare module 'lz4js' {
  /** Unpacks an LZ4 frame of at most so many bytes. */
  export function decompress(frame: Uint8Array, limit?: number): Uint8Array;
}
