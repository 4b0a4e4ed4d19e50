import type { AsyncBuffer, ColumnMetaData } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import type { PageHeader } from 'hyparquet/src/types.js';
import { checkPageContent, type PagedColumn } from './check-page-content.ts';

/** More than a page's head has ever been seen to need: it may hold the smallest and largest value as texts. */
const LARGEST_HEAD = 2 ** 16;

/**
 * Walks over a column's pages and checks that they tell no more values and bytes than the column has, in their heads and
 * inside: the reader believes them, and would count to billions. Gives where in the file they begin.
 * @throws {RangeError} where a page cannot be one of the column
 */
export async function checkPages(
  file: AsyncBuffer,
  column: ColumnMetaData,
  paged: PagedColumn,
): Promise<number> {
  const { dictionary_page_offset: dictionary, data_page_offset: data } = column;
  const first = Number(dictionary !== undefined && dictionary > 0n && dictionary < data ? dictionary : data);
  const end = first + Number(column.total_compressed_size);
  if (!(first >= 4 && end <= file.byteLength)) throw new RangeError('a column lies outside the file');
  let values = Number(column.num_values);
  if (!(values >= 0)) throw new RangeError(`a column tells ${column.num_values} values`);
  let at = first;
  // Columns of lists are read to their end, others to their last value.
  while (at < end - 1 && (values > 0 || paged.repetitions > 0)) {
    const view = new DataView(await file.slice(at, Math.min(at + LARGEST_HEAD, end)));
    const reader = { view, offset: 0 };
    const head = parquetHeader(reader);
    const size = head.compressed_page_size;
    const start = at + reader.offset;
    if (!(size >= 0 && start + size <= end))
      throw new RangeError(`a page of ${size} bytes ends behind its column`);
    const isDictionary = head.type === 'DICTIONARY_PAGE';
    const count = headOfKind(head)?.num_values;
    // A dictionary may serve several groups of rows; each of its values takes a byte at least.
    const most = isDictionary ? head.uncompressed_page_size : Number(column.num_values);
    if (count === undefined || !Number.isInteger(count) || !(count >= 0 && count <= most))
      throw new RangeError(`a page tells ${count} values, expected at most ${most}`);
    if (!isDictionary) {
      checkPageContent(head, new Uint8Array(await file.slice(start, start + size)), paged);
      values -= count;
    }
    at = start + size;
  }
  return first;
}

/** The part of a page's head that belongs to its kind; damage can leave it out, or leave its fields out. */
function headOfKind(head: PageHeader): { num_values?: number } | undefined {
  if (head.type === 'DATA_PAGE') return head.data_page_header;
  if (head.type === 'DATA_PAGE_V2') return head.data_page_header_v2;
  return head.dictionary_page_header;
}
