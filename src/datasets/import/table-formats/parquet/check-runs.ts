import { readVarInt } from 'hyparquet/src/thrift.js';

/** Writers fill the last group of eight bit-packed values up, some of them the last 504. */
const LARGEST_FILLING = 504;

/** Where runs are: from a byte on to the end of the view. */
interface Runs {
  view: DataView;
  offset: number;
  /** Bits of a value. */
  width: number;
  /** Values that all runs hold together. */
  count: number;
}

/**
 * Walks over the heads of runs (Parquet's hybrid of run lengths and packed bits) and checks that they tell no more values
 * than there are: the reader believes them, and would count to billions. The values themselves are not looked at.
 * @throws {RangeError} where a run tells more values, or more bytes, than there are
 */
export function checkRuns({ view, offset, width, count }: Runs): void {
  // Values of no bits are all zero; some writers leave their runs out.
  if (width === 0 && offset >= view.byteLength) return;
  const reader = { view, offset };
  for (let seen = 0; seen < count;) {
    const head = readVarInt(reader) >>> 0;
    const packed = (head & 1) === 1;
    const values = packed ? 8 * (head >>> 1) : head >>> 1;
    const most = count - seen + (packed ? LARGEST_FILLING : 0);
    if (values > most) throw new RangeError(`a run tells ${values} values, expected at most ${most}`);
    reader.offset += packed ? (values / 8) * width : Math.ceil(width / 8);
    seen += values;
  }
}
