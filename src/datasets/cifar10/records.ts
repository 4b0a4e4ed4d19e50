import { open, stat } from 'node:fs/promises';
import { DataError } from '../data-error.ts';

export const PIXEL_BYTES = 3 * 32 * 32;
const RECORD_BYTES = 1 + PIXEL_BYTES;
const RECORDS_A_PIECE = 1000;

/** Images and their class numbers, [n, 3072] and [n]. */
export interface CifarRecords {
  pixels: Uint8Array<ArrayBuffer>;
  labels: Int32Array<ArrayBuffer>;
}

/** A file of records, and its name for messages. */
export interface RecordFile {
  path: string;
  name: string;
}

/** Number of records of a file; every record is one byte of label and 3 × 1024 bytes of red, green and blue. */
export async function countRecords({ path, name }: RecordFile): Promise<number> {
  const { size } = await stat(path);
  const count = Math.floor(size / RECORD_BYTES);
  if (size % RECORD_BYTES === 0 && count > 0) return count;
  throw new DataError(
    `${name}, record ${count} (at byte ${count * RECORD_BYTES}): ${size % RECORD_BYTES} bytes are left, ` +
      `expected ${RECORD_BYTES} (1 of label, ${PIXEL_BYTES} of image): the file was cut short or is of another format; fetch it again`,
  );
}

/** Reads the records of a file in order, some at a time; records are counted from 0. */
export async function* readRecords(file: RecordFile, classes: string[]): AsyncGenerator<CifarRecords> {
  const count = await countRecords(file);
  const handle = await open(file.path, 'r');
  try {
    for (let first = 0; first < count; first += RECORDS_A_PIECE) {
      const records = Math.min(RECORDS_A_PIECE, count - first);
      const { buffer } = await handle.read(Buffer.alloc(records * RECORD_BYTES), 0, records * RECORD_BYTES);
      yield split(buffer, { ...file, first, classes });
    }
  } finally {
    await handle.close();
  }
}

function split(bytes: Buffer, place: { name: string; first: number; classes: string[] }): CifarRecords {
  const records = bytes.length / RECORD_BYTES;
  const pixels = new Uint8Array(records * PIXEL_BYTES);
  const labels = new Int32Array(records);
  for (let record = 0; record < records; record++) {
    const start = record * RECORD_BYTES;
    const label = bytes[start]!;
    if (label >= place.classes.length) {
      const number = place.first + record;
      throw new DataError(
        `${place.name}, record ${number} (at byte ${number * RECORD_BYTES}): the label is ${label}, ` +
          `expected 0 to ${place.classes.length - 1} (${place.classes.join(', ')}): the file is damaged or of another format; fetch it again`,
      );
    }
    labels[record] = label;
    pixels.set(bytes.subarray(start + 1, start + RECORD_BYTES), record * PIXEL_BYTES);
  }
  return { pixels, labels };
}
