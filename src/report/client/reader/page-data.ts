/// <reference lib="dom" />
import type { EdgePair } from '../../data/rows/edge-pairs.ts';
import type { FigureRow } from '../../data/rows/figure-rows.ts';
import type { PicturedRun } from '../../data/rows/pictured-run.ts';
import type { PowerLawRow } from '../../data/rows/power-law-rows.ts';
import type { GrowthRibbons } from '../../data/tables/growth-ribbons.ts';
import type { RunRow } from '../../data/rows/run-rows.ts';
import type { SizeColours } from '../../figures/size-colours.ts';
import type { ExperimentTables } from '../../data/tables/experiment-tables.ts';

/** The part of the report that the page's script needs at once. */
export interface PageData {
  figures: FigureRow[];
  powerLaws: PowerLawRow[];
  runs: RunRow[];
  colours: SizeColours;
  /** Of the experiment that the first screen shows. */
  growth: Record<string, GrowthRibbons>;
  edgePairs: EdgePair[];
  pictured?: PicturedRun;
  experiments: { id: string; title: string; depth: number; largestStep?: number }[];
}

/** One snapshot or one iteration of a run, as figures take it. */
export type Row = Record<string, string | number | undefined> & { run: string; size: number; status: string };

/** Reads the data that the page carries. */
export function readPageData(): PageData {
  return JSON.parse(document.getElementById('report-data')!.textContent) as PageData;
}

const unpacked = new Map<string, ExperimentTables>();

/** Inflates the tables of one experiment; at once where that was done before. */
export async function unpack(experiment: string): Promise<ExperimentTables> {
  const known = unpacked.get(experiment);
  if (known !== undefined) return known;
  const text = document.getElementById(`tables-${experiment}`)!.textContent;
  const stream = new Response(bytesOf(text)).body!.pipeThrough(new DecompressionStream('deflate-raw'));
  const tables = JSON.parse(await new Response(stream).text()) as ExperimentTables;
  unpacked.set(experiment, tables);
  return tables;
}

/** Decodes base64. `Uint8Array.from` over the characters would take several times as long. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
  return bytes;
}

/** Whether the tables of an experiment are at hand, so that `rows` does not need to wait. */
export function isUnpacked(experiment: string): boolean {
  return unpacked.has(experiment);
}

/** The rows of a table of an unpacked experiment: run, size, status, iteration, time and the named columns. */
export function rows(
  experiment: string,
  table: 'snapshots' | 'curves',
  fields: readonly string[],
  runs: readonly RunRow[],
): Row[] {
  const { run, runs: ids, columns } = unpacked.get(experiment)![table];
  const byId = new Map(runs.map((row) => [row.id, row]));
  const entries = [...new Set(['iteration', 'time', ...fields])].map(
    (name) => [name, columns[name]!] as const,
  );
  return run.map((index, position) => {
    const { id, size, status } = byId.get(ids[index]!)!;
    const row: Row = { run: id, size, status };
    for (const [name, values] of entries) {
      const value = values[position];
      if (typeof value === 'number') row[name] = value;
    }
    return row;
  });
}
