import type { RunInput } from '../data/inputs/inputs.ts';
import { snapshotColumns } from '../data/tables/snapshot-columns.ts';
import { analysedSnapshots } from '../data/inputs/snapshots.ts';
import type { DataTable } from './data-table.ts';
import { runColumns, runValues } from './run-columns.ts';

/** Every analysed snapshot of every run from `ignoreBefore` on, all quantities at full precision. */
export function snapshotsTable(runs: readonly RunInput[], ignoreBefore: number): DataTable {
  const depth = Math.max(2, ...runs.map((run) => run.description.network.depth));
  const columns = snapshotColumns(depth);
  return {
    name: 'snapshots',
    columns: [
      ...runColumns,
      ...columns.map(({ name, meaning }) => ({
        name,
        meaning,
        type: name === 'iteration' ? ('integer' as const) : ('number' as const),
      })),
    ],
    *chunks() {
      for (const run of runs) {
        const snapshots = analysedSnapshots(run, ignoreBefore);
        yield [...runValues(run, snapshots.length), ...columns.map(({ read }) => read(snapshots))];
      }
    },
  };
}
