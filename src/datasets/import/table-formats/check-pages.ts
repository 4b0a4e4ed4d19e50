import type { AsyncBuffer, ColumnMetaData } from 'hyparquet';
import { deserializeTCompactProtocol } from 'hyparquet/src/thrift.js';

/** More than a page's head has ever been seen to need: it may hold the smallest and largest value as texts. */
const LARGEST_HEAD = 2 ** 16;

type Head = Record<`field_${number}`, unknown>;

/**
 * Walks over the heads of a column's pages and checks that they tell no more values and bytes than the column has: the
 * reader believes them, and would count to billions.
 * @throws {RangeError} where a page cannot be one of the column
 */
export async function checkPages(file: AsyncBuffer, column: ColumnMetaData): Promise<void> {
  const { dictionary_page_offset: dictionary, data_page_offset: data } = column;
  let at = Number(dictionary !== undefined && dictionary > 0n && dictionary < data ? dictionary : data);
  const end = at + Number(column.total_compressed_size);
  if (at < 4 || end > file.byteLength) throw new RangeError('a column lies outside the file');
  let values = Number(column.num_values);
  while (at < end && values > 0) {
    const view = new DataView(await file.slice(at, Math.min(at + LARGEST_HEAD, end)));
    const reader = { view, offset: 0 };
    const head: Head = deserializeTCompactProtocol(reader);
    const size = Number(head.field_3);
    const inner = (head.field_5 ?? head.field_8 ?? head.field_7) as Head | undefined;
    const count = Number(inner?.field_1 ?? 0);
    if (!(size >= 0 && at + reader.offset + size <= end))
      throw new RangeError(`a page of ${size} bytes ends behind its column`);
    const isDictionary = head.field_7 !== undefined;
    // A dictionary may serve several groups of rows; each of its values takes a byte at least.
    const most = isDictionary ? Number(head.field_2) : Number(column.num_values);
    if (!(count >= 0 && count <= most))
      throw new RangeError(`a page tells ${count} values, expected at most ${most}`);
    if (!isDictionary) values -= count;
    at += reader.offset + size;
  }
}
