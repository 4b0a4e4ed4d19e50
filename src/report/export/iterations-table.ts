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
/**
 * Every iteration of every run, as the solver recorded it. None of these need be whole numbers: a step of stabilized-rk ends at any flow time,
 * so its iteration is time / η, and where the eigensolver works on some directions of a block, block products are counted by their share.
 */
export function iterationsTable(runs: readonly RunInput[]): DataTable {
  return {
    name: 'iterations',
    columns: [
      ...runColumns,
      ...columns.map(({ name, meaning }) => ({ name, meaning, type: 'number' as const })),
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
