import type { PageHeader } from 'hyparquet/src/types.js';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { readVarInt } from 'hyparquet/src/thrift.js';
import { checkRuns } from './check-runs.ts';

/** A column as far as its pages need it. */
export interface PagedColumn {
  type: string;
  /** Levels of definition and repetition; zero where there are none. */
  definitions: number;
  repetitions: number;
  /** Unpacks the bytes of a page to their length. */
  unpack(bytes: Uint8Array, length: number): Uint8Array;
}

interface Reader {
  view: DataView;
  offset: number;
}

const widthOf = (level: number): number => 32 - Math.clz32(level);
const readerOf = (bytes: Uint8Array): Reader => ({
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  offset: 0,
});

/**
 * Checks what stands inside a data page and says how many values follow: lengths of runs and blocks, nulls, shared beginnings
 * of texts. After this, reading the page takes time and memory in proportion to its values.
 * @throws {RangeError} where the page cannot be one of the column
 */
export function checkPageContent(head: PageHeader, bytes: Uint8Array, column: PagedColumn): void {
  const { data_page_header: first, data_page_header_v2: second } = head;
  if (head.type === 'DATA_PAGE' && first !== undefined) {
    const { num_values: count, encoding } = first;
    const plain = encoding === 'PLAIN' && column.definitions + column.repetitions === 0;
    if (plain) return;
    const reader = readerOf(column.unpack(bytes, head.uncompressed_page_size));
    if (column.repetitions > 0) passLevels(reader, column.repetitions, count);
    const nulls = column.definitions > 0 ? passLevels(reader, column.definitions, count) : 0;
    checkValues(reader, { encoding, count: count - nulls, prefixed: column.type === 'BOOLEAN' });
  } else if (second !== undefined) {
    const { num_values: count, num_nulls: nulls, num_rows: rows, encoding } = second;
    const repetitionBytes = second.repetition_levels_byte_length;
    const definitionBytes = second.definition_levels_byte_length;
    if (!(nulls >= 0 && nulls <= count && rows >= 0 && rows <= count))
      throw new RangeError(`a page tells ${nulls} nulls and ${rows} rows of ${count} values`);
    const levels = repetitionBytes + definitionBytes;
    if (!(repetitionBytes >= 0 && definitionBytes >= 0 && levels <= bytes.length))
      throw new RangeError(`a page of ${bytes.length} bytes tells ${levels} bytes of levels`);
    const { view } = readerOf(bytes);
    for (const [offset, level] of [
      [0, column.repetitions] as const,
      [repetitionBytes, column.definitions] as const,
    ])
      if (level > 0) checkRuns({ view, offset, width: widthOf(level), count });
    if (encoding === 'PLAIN') return;
    const rest = bytes.subarray(column.definitions > 0 ? levels : repetitionBytes);
    const length = head.uncompressed_page_size - levels;
    const values = second.is_compressed === false ? rest : column.unpack(rest, length);
    checkValues(readerOf(values), { encoding, count: count - nulls, prefixed: encoding === 'RLE' });
  }
}

/** Passes over the levels of a page of version 1; gives how many are not the highest, which are nulls. */
function passLevels(reader: Reader, level: number, count: number): number {
  const width = widthOf(level);
  checkRuns({ view: reader.view, offset: reader.offset + 4, width, count });
  const levels = new Array<number>(count);
  readRleBitPackedHybrid(reader, width, levels);
  return levels.filter((found) => found !== level).length;
}

/** Values of a page. */
interface Values {
  encoding: string | undefined;
  count: number;
  /** Whether the length of the runs, in four bytes, stands in front of them, and not the bits of a value. */
  prefixed: boolean;
}

function checkValues(reader: Reader, { encoding = '', count, prefixed }: Values): void {
  if (count > 0 && /DICTIONARY|^RLE/.test(encoding)) {
    const { view, offset } = reader;
    if (prefixed) checkRuns({ view, offset: offset + 4, width: 1, count });
    else checkRuns({ view, offset: offset + 1, width: view.getUint8(offset), count });
  } else if (encoding === 'DELTA_BYTE_ARRAY') checkTexts(reader, count);
  else if (encoding.startsWith('DELTA')) checkBlocks(reader);
}

/** Checks texts that share their beginnings with the ones before them. */
function checkTexts(reader: Reader, count: number): void {
  const [shared, own] = [unpackLengths(reader, count), unpackLengths(reader, count)];
  for (let text = 0, before = 0; text < count; text++) {
    if (!(shared[text]! >= 0 && shared[text]! <= before && own[text]! >= 0))
      throw new RangeError(`a text shares ${shared[text]} bytes with one of ${before}`);
    before = shared[text]! + own[text]!;
  }
}

/** Checks the head of differences in blocks; blocks without values would be read for ever. */
function checkBlocks({ view, offset }: Reader): void {
  const reader = { view, offset };
  const [size, parts] = [readVarInt(reader), readVarInt(reader)];
  if (!(size > 0 && parts > 0 && size % (8 * parts) === 0))
    throw new RangeError(`a page tells blocks of ${size} values in ${parts} parts`);
}

function unpackLengths(reader: Reader, count: number): Int32Array {
  checkBlocks(reader);
  const lengths = new Int32Array(count);
  deltaBinaryUnpack(reader, count, lengths);
  return lengths;
}
