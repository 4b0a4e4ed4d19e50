import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import {
  parquetSchema,
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  type RowGroup,
} from 'hyparquet';
import type { DecodedArray, SchemaTree } from 'hyparquet/src/types.js';
import { assembleNested } from 'hyparquet/src/assemble.js';
import { readColumn } from 'hyparquet/src/column.js';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from 'hyparquet/src/schema.js';
import { flatten } from 'hyparquet/src/utils.js';
import { compressors } from 'hyparquet-compressors';
import { decimalText } from '../decimal-text.ts';
import type { Cell } from '../../table/table.ts';
import { checkPages } from './check-pages.ts';

/** Node's own unpackers where it has them: they check what they unpack, and stop at the length that the page tells. */
const unpackers: Compressors = {
  ...compressors,
  GZIP: (bytes, length) => gunzipSync(bytes, { maxOutputLength: Math.max(length, 1) }),
  BROTLI: (bytes, length) => brotliDecompressSync(bytes, { maxOutputLength: Math.max(length, 1) }),
  ZSTD: (bytes, length) => zstdDecompressSync(bytes, { maxOutputLength: Math.max(length, 1) }),
};

const strict = new TextDecoder('utf-8', { fatal: true });
const parsers = {
  ...DEFAULT_PARSERS,
  stringFromBytes: (bytes: Uint8Array | undefined) => bytes && strict.decode(bytes),
};

/** A column of a Parquet file at its first level. */
export interface ParquetColumn {
  name: string;
  /** Digits behind the point of a decimal number, which is stored as a whole one. */
  scale?: number;
  tree: SchemaTree;
  /** The way from the root to each column that is stored. */
  leaves: SchemaTree[][];
  /** The place of the first of them among the columns that are stored. */
  firstLeaf: number;
}

/**
 * The columns at the first level. Decimal numbers are made plain whole numbers in the schema, for the reader would take
 * them times a power of ten, which is not exact.
 */
export function parquetColumns(metadata: FileMetaData): ParquetColumn[] {
  const root = parquetSchema(metadata);
  let leaf = 0;
  return root.children.map((tree) => {
    const { element } = tree;
    const leaves = leavesOf(tree, [root]);
    const firstLeaf = leaf;
    leaf += leaves.length;
    for (const path of leaves) annotate(path.at(-1)!.element);
    const isDecimal = element.converted_type === 'DECIMAL' && element.type !== 'BYTE_ARRAY';
    if (isDecimal) {
      delete element.converted_type;
      delete element.logical_type;
    }
    return { name: element.name, tree, leaves, firstLeaf, ...(isDecimal && { scale: element.scale ?? 0 }) };
  });
}

/**
 * Says what a column holds in the words that the reader knows: it passes over decimals and dates that only the newer kind of
 * annotation (logical types) describes, and over times of a day, and would give the whole numbers that they are stored as.
 */
function annotate(element: SchemaTree['element']): void {
  const { logical_type: logical, converted_type: converted } = element;
  if (logical?.type === 'DECIMAL') {
    element.converted_type = 'DECIMAL';
    element.scale ??= logical.scale;
  }
  if (logical?.type === 'DATE') element.converted_type = 'DATE';
  if (logical?.type !== 'TIME' && converted !== 'TIME_MILLIS' && converted !== 'TIME_MICROS') return;
  const unit = logical?.type === 'TIME' ? logical.unit : converted === 'TIME_MILLIS' ? 'MILLIS' : 'MICROS';
  delete element.converted_type;
  element.logical_type = { type: 'TIMESTAMP', isAdjustedToUTC: false, unit };
}

function leavesOf(tree: SchemaTree, above: SchemaTree[]): SchemaTree[][] {
  const path = [...above, tree];
  return tree.children.length === 0 ? [path] : tree.children.flatMap((child) => leavesOf(child, path));
}

/**
 * Reads a column of a group of rows. One is read after the other, by its place: the library's own way to read begins all at
 * once, and an error in one that it does not await would end the process.
 * @throws {Error} of any kind where it is damaged
 */
export async function readParquetColumn(
  file: AsyncBuffer,
  { columns, num_rows: rows }: RowGroup,
  { name, tree, leaves, firstLeaf, scale }: ParquetColumn,
): Promise<Cell[]> {
  const count = Number(rows);
  const parts = new Map<string, DecodedArray>();
  for (const [index, schemaPath] of leaves.entries()) {
    const column = columns[firstLeaf + index]?.meta_data;
    const { element, path } = schemaPath.at(-1)!;
    if (column === undefined || path.join('.') !== column.path_in_schema.join('.'))
      throw new Error(`column ${path.join('.')} is not at its place`);
    const { codec, type } = column;
    const repetitions = getMaxRepetitionLevel(schemaPath);
    // The pages are checked up to this many values, and read up to that many rows.
    if (repetitions === 0 && Number(column.num_values) !== count)
      throw new Error(`column ${path.join('.')} tells ${column.num_values} values, expected ${count}`);
    const start = await checkPages(file, column, {
      type,
      definitions: getMaxDefinitionLevel(schemaPath),
      repetitions,
      unpack: (bytes, length) => decompressPage(bytes, length, codec, unpackers),
    });
    const end = start + Number(column.total_compressed_size);
    const reader = { view: new DataView(await file.slice(start, end)), offset: 0 };
    const select = { groupStart: 0, groupRows: count, selectStart: 0, selectEnd: count };
    // Bytes inside records that are not described as texts may be anything, for example an image.
    const utf8 = schemaPath.length <= 2;
    const decoder = { pathInSchema: path, type, element, schemaPath, codec, parsers, utf8 };
    parts.set(
      path.join('.'),
      flatten(readColumn(reader, select, { ...decoder, compressors: unpackers }).data),
    );
  }
  if (tree.children.length > 0) assembleNested(parts, tree, parsers);
  const values = parts.get(name);
  if (values?.length !== count)
    throw new Error(`column ${name} has ${values?.length ?? 0} values, expected ${count}`);
  return Array.from<unknown, Cell>(values, (value) =>
    scale === undefined ? (value as Cell) : decimal(value as Cell, scale),
  );
}

function decimal(value: Cell, scale: number): Cell {
  if (value === null || value === undefined) return value;
  if (!(value instanceof Uint8Array)) return decimalText(BigInt(value as number | bigint), scale);
  const hex = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex');
  return decimalText(BigInt.asIntN(8 * value.length, BigInt(`0x${hex || '0'}`)), scale);
}
