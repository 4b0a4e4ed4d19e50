import type { PowerLawFit } from '../../artifacts/power-laws.ts';
import type { DataColumn, DataTable } from './data-table.ts';

type Point = PowerLawFit['points'][number];
type Law = NonNullable<PowerLawFit['fit']>;

const pointColumns: readonly (DataColumn & { value: (point: Point) => number })[] = [
  { name: 'size', meaning: 'dataset size D', type: 'integer', value: (point) => point.size },
  {
    name: 'network_seed',
    meaning: 'seed of the network',
    type: 'integer',
    value: (point) => point.networkSeed,
  },
  { name: 'subset_seed', meaning: 'seed of the subset', type: 'integer', value: (point) => point.subsetSeed },
  { name: 'peak_alignment', meaning: 'max P^1_{Δ,J}', type: 'number', value: (point) => point.peakAlignment },
];

const interval = 'its 95 % interval, bootstrap over both seeds';
const lawColumns: readonly { name: string; meaning: string; value: (law: Law) => number }[] = [
  { name: 'coefficient', meaning: 'c_1 of the fitted law', value: (law) => law.coefficient },
  { name: 'coefficient_low', meaning: interval, value: (law) => law.intervals.coefficient.low },
  { name: 'coefficient_high', meaning: interval, value: (law) => law.intervals.coefficient.high },
  { name: 'exponent', meaning: 'c_2 of the fitted law', value: (law) => law.exponent },
  { name: 'exponent_low', meaning: interval, value: (law) => law.intervals.exponent.low },
  { name: 'exponent_high', meaning: interval, value: (law) => law.intervals.exponent.high },
  { name: 'determination', meaning: 'R² in log space', value: (law) => law.determination },
];

/** The points of the power laws, one a run, each with the law fitted to its experiment. */
export function fitsTable(fits: readonly PowerLawFit[]): DataTable {
  return {
    name: 'fits',
    columns: [
      { name: 'experiment', meaning: 'name of the experiment', type: 'text' },
      ...pointColumns.map(({ name, meaning, type }) => ({ name, meaning, type })),
      ...lawColumns.map(({ name, meaning }) => ({ name, meaning, type: 'number' as const })),
    ],
    *chunks() {
      for (const { experiment, points, fit } of fits)
        yield [
          points.map(() => experiment),
          ...pointColumns.map(({ value }) => points.map(value)),
          ...lawColumns.map(({ value }) => points.map(() => (fit === undefined ? undefined : value(fit)))),
        ];
    },
  };
}
