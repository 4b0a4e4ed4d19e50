import type { PlannedExperiment } from '../inputs/report-settings.ts';
import type { RunInput } from '../inputs/inputs.ts';
import { snapshotTable, type SnapshotTable } from './snapshot-columns.ts';
import { curveTable, type CurveTable } from './training-curves.ts';

/** What one experiment's figures are drawn from. */
export interface ExperimentTables {
  depth: number;
  snapshots: SnapshotTable;
  curves: CurveTable;
}

/** Significant digits of the numbers behind the curves: far below a pixel, and a third of the bytes. */
const digits = 6;

/** The tables of every experiment that has runs, rounded to six significant digits. */
export function experimentTables(
  runs: readonly RunInput[],
  experiments: readonly PlannedExperiment[],
  ignoreBefore: number,
): Record<string, ExperimentTables> {
  const tables: Record<string, ExperimentTables> = {};
  for (const { id } of experiments) {
    const own = runs.filter((run) => run.description.experiment === id);
    if (own.length === 0) continue;
    const depth = own[0]!.description.network.depth;
    tables[id] = {
      depth,
      snapshots: rounded(snapshotTable(own, ignoreBefore, depth)),
      curves: rounded(curveTable(own)),
    };
  }
  return tables;
}

function rounded<Table extends SnapshotTable | CurveTable>(table: Table): Table {
  const columns = Object.entries(table.columns).map(([name, values]) => [
    name,
    values.map((value) => (value === undefined ? undefined : Number(value.toPrecision(digits)))),
  ]);
  return { ...table, columns: Object.fromEntries(columns) as Table['columns'] };
}
