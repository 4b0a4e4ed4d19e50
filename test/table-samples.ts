import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';

const fixtures = join(import.meta.dirname, 'unit/datasets');
const made = (name: string): Buffer => readFileSync(join(fixtures, 'import/table-formats/fixtures', name));
const aeon = (name: string): Buffer =>
  gunzipSync(readFileSync(join(fixtures, 'time-series/fixtures', `${name}.gz`)));

/** Begins of a text with whole lines. */
function lines(bytes: Buffer, count: number): Buffer {
  return Buffer.from(bytes.toString('utf8').split('\n').slice(0, count).join('\n'));
}

const csv = Buffer.from(
  `width,"hei,ght",kind\n${Array.from({ length: 30 }, (_, row) => `${row / 8},${row * row},${['ä', 'b', 'c'][row % 3]!}`).join('\n')}\n`,
);
const columns = { label: 'label', columns: ['float64', 'int32'] };

/** Small files of every format of tables and series, and how they are read. */
export const tableSamples: { name: string; bytes: Buffer; source: object }[] = [
  { name: 'csv', bytes: csv, source: { format: 'csv', label: 'kind' } },
  { name: 'csv.gz', bytes: gzipSync(csv), source: { format: 'csv', label: 'kind' } },
  {
    name: 'csv.zst',
    bytes: zstdCompressSync(csv, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
    source: { format: 'csv', label: 'kind' },
  },
  { name: 'ts', bytes: lines(aeon('UnitTest_TRAIN.ts'), 30), source: { format: 'ts' } },
  {
    name: 'arff',
    bytes: lines(aeon('ItalyPowerDemand_TRAIN.arff'), 60),
    source: { format: 'arff', label: 'target' },
  },
  { name: 'parquet', bytes: made('types.parquet'), source: { format: 'parquet', ...columns } },
  { name: 'parquet (zstd)', bytes: made('zstd-v2.parquet'), source: { format: 'parquet', ...columns } },
  { name: 'parquet (snappy)', bytes: made('snappy-v1.parquet'), source: { format: 'parquet', ...columns } },
  {
    name: 'parquet (encodings)',
    bytes: made('encodings.parquet'),
    source: { format: 'parquet', ...columns },
  },
  {
    name: 'parquet (lists)',
    bytes: made('lists.parquet'),
    source: { format: 'parquet', label: 'label', columns: ['list'] },
  },
  { name: 'arrow file', bytes: made('file-none.arrow'), source: { format: 'arrow', ...columns } },
  { name: 'arrow file (lz4)', bytes: made('file-lz4.arrow'), source: { format: 'arrow', ...columns } },
  { name: 'arrow file (zstd)', bytes: made('file-zstd.arrow'), source: { format: 'arrow', ...columns } },
  { name: 'arrow stream', bytes: made('stream-none.arrow'), source: { format: 'arrow', ...columns } },
];
