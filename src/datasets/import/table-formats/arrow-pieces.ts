import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Bytes of a piece. */
const PIECE = 2 ** 20;

const MAGIC = 'ARROW1';

/**
 * The bytes of an Arrow stream, piece by piece. An Arrow file is a stream between `ARROW1` and a list of its parts, so that
 * both are read alike.
 * @throws {Error} where the end is not there, by which alone a stream can be told that was cut between two of its parts
 */
export function* arrowPieces(path: string, listener: (fraction: number) => void): Generator<Uint8Array> {
  const descriptor = openSync(path, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const bytes = (start: number, count: number): Buffer => {
      const buffer = Buffer.alloc(Math.min(count, size - start));
      return buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, start));
    };
    const isFile = bytes(0, MAGIC.length).toString('latin1') === MAGIC;
    const end = bytes(Math.max(size - 8, 0), 8).toString('latin1');
    // Streams of before 2019 begin with another word, and end with four zeros.
    const isOld = !isFile && bytes(0, 4).toString('hex') !== 'ffffffff';
    if (!(isFile ? end.endsWith(MAGIC) : isOld || end === '\xff\xff\xff\xff\0\0\0\0'))
      throw new Error('its end is not there');
    // The length of the list of parts, and `ARROW1` again.
    const last = isFile ? size - 10 - bytes(size - 10, 4).readInt32LE() : size;
    if (last < 8 || last > size) throw new Error('its list of parts is damaged');
    for (let start = isFile ? 8 : 0; start < last;) {
      const piece = bytes(start, Math.min(PIECE, last - start));
      if (piece.length === 0) throw new Error('it was cut short while it was read');
      start += piece.length;
      listener(start / last);
      yield piece;
    }
  } finally {
    closeSync(descriptor);
  }
}
