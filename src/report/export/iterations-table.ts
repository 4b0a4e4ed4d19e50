import type { RunInput } from '../data/inputs/inputs.ts';
import { curveColumns } from '../data/tables/training-curves.ts';
import type { DataTable } from './data-table.ts';
import { runColumns, runValues } from './run-columns.ts';

const columns = [
  ...curveColumns,
  {
    name: 'block_products',
    meaning: 'products of the Hessian with a block of vectors',
    source: 'blockProducts',
  } as const,
];
// A step of stabilized-rk ends at any flow time: its iteration, time / η, is no whole number.
const integers = new Set(['block_products']);

/** Every iteration of every run, as the solver recorded it. */
export function iterationsTable(runs: readonly RunInput[]): DataTable {
  return {
    name: 'iterations',
    columns: [
      ...runColumns,
      ...columns.map(({ name, meaning }) => ({
        name,
        meaning,
        type: integers.has(name) ? ('integer' as const) : ('number' as const),
      })),
    ],
    *chunks() {
      for (const run of runs)
        yield [
          ...runValues(run, run.history.iteration.length),
          ...columns.map(({ source }) => run.history[source]),
        ];
    },
  };
}
