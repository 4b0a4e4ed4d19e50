import {
  parquetSchema,
  type AsyncBuffer,
  type ColumnMetaData,
  type FileMetaData,
  type SchemaTree,
} from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { checkPageContent, type PagedColumn } from './check-page-content.ts';

/** More than a page's head has ever been seen to need: it may hold the smallest and largest value as texts. */
const LARGEST_HEAD = 2 ** 16;

/**
 * Walks over a column's pages and checks that they tell no more values and bytes than the column has, in their heads and
 * inside: the reader believes them, and would count to billions.
 * @throws {RangeError} where a page cannot be one of the column
 */
export async function checkPages(
  file: AsyncBuffer,
  column: ColumnMetaData,
  paged: PagedColumn,
): Promise<void> {
  const { dictionary_page_offset: dictionary, data_page_offset: data } = column;
  let at = Number(dictionary !== undefined && dictionary > 0n && dictionary < data ? dictionary : data);
  const end = at + Number(column.total_compressed_size);
  if (at < 4 || end > file.byteLength) throw new RangeError('a column lies outside the file');
  let values = Number(column.num_values);
  while (at < end && values > 0) {
    const view = new DataView(await file.slice(at, Math.min(at + LARGEST_HEAD, end)));
    const reader = { view, offset: 0 };
    const head = parquetHeader(reader);
    const size = head.compressed_page_size;
    const start = at + reader.offset;
    if (!(size >= 0 && start + size <= end))
      throw new RangeError(`a page of ${size} bytes ends behind its column`);
    const isDictionary = head.type === 'DICTIONARY_PAGE';
    const inner = head.data_page_header ?? head.data_page_header_v2 ?? head.dictionary_page_header;
    const count = inner?.num_values ?? 0;
    // A dictionary may serve several groups of rows; each of its values takes a byte at least.
    const most = isDictionary ? head.uncompressed_page_size : Number(column.num_values);
    if (!(count >= 0 && count <= most))
      throw new RangeError(`a page tells ${count} values, expected at most ${most}`);
    if (!isDictionary && count > 0) {
      checkPageContent(head, new Uint8Array(await file.slice(start, start + size)), paged);
      values -= count;
    }
    at = start + size;
  }
}

/** How many levels of definition and repetition the columns of a file have, by their path. */
export function columnLevels(
  metadata: FileMetaData,
): Map<string, Pick<PagedColumn, 'definitions' | 'repetitions'>> {
  const levels = new Map<string, { definitions: number; repetitions: number }>();
  const walk = ({ children, path, element }: SchemaTree, definitions: number, repetitions: number): void => {
    if (path.length > 0 && element.repetition_type !== 'REQUIRED') definitions++;
    if (element.repetition_type === 'REPEATED') repetitions++;
    if (children.length === 0) levels.set(path.join('.'), { definitions, repetitions });
    for (const child of children) walk(child, definitions, repetitions);
  };
  walk(parquetSchema(metadata), 0, 0);
  return levels;
}
