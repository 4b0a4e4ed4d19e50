import type { RunInput } from '../data/inputs/inputs.ts';
import type { ColumnValues, DataColumn } from './data-table.ts';

/** The columns that say which run a row belongs to. */
export const runColumns: DataColumn[] = [
  { name: 'experiment', meaning: 'name of the experiment', type: 'text' },
  { name: 'run', meaning: 'experiment/size/network seed/subset seed', type: 'text' },
  { name: 'size', meaning: 'dataset size D', type: 'integer' },
  { name: 'network_seed', meaning: 'seed of the network', type: 'integer' },
  { name: 'subset_seed', meaning: 'seed of the subset', type: 'integer' },
  { name: 'status', meaning: 'converged or iteration-limit', type: 'text' },
];

/** The values of these columns for `rows` rows of one run. */
export function runValues({ id, description }: RunInput, rows: number): ColumnValues[] {
  const { experiment, size, networkSeed, subsetSeed, status } = description;
  return [experiment, id, size, networkSeed, subsetSeed, status].map((value) =>
    Array.from({ length: rows }, () => value),
  );
}
