import type { SnapshotAnalysis } from '../../../artifacts/analysis.ts';
import type { RunInput } from '../inputs/inputs.ts';
import { counterfactualSharpness } from '../../../numerics/statistics/counterfactual.ts';
import { changeOverTraining } from '../../../numerics/statistics/training-series.ts';
import { analysedSnapshots, residualSharpness } from '../inputs/snapshots.ts';
import { factors } from './factors.ts';

/** One column of the table of snapshots: its name, what it holds, and how it is read from the snapshots of a run. */
export interface SnapshotColumn {
  name: string;
  meaning: string;
  read: (snapshots: readonly SnapshotAnalysis[]) => (number | undefined)[];
}

/** A column whose number is read from its own snapshot alone. */
function column(
  name: string,
  meaning: string,
  value: (snapshot: SnapshotAnalysis) => number | undefined,
): SnapshotColumn {
  return { name, meaning, read: (snapshots) => snapshots.map(value) };
}

const single: readonly SnapshotColumn[] = [
  column('iteration', 'iteration of the snapshot', (s) => s.iteration),
  column('time', 'flow time t', (s) => s.time),
  column('loss', 'training loss', (s) => s.loss),
  column('sharpness', 'λ_max of the loss Hessian', (s) => s.hessian.largest),
  column('gauss_newton_sharpness', 'λ_max of G', (s) => s.gaussNewton.largest),
  column('residual_sharpness', 'max|λ| of H', residualSharpness),
  column('residual_largest', 'λ_max of H', (s) => s.residual.largest),
  column('residual_smallest', 'λ_min of H', (s) => s.residual.smallest),
  column('overlap_ratio', 'ρ(K)', (s) => s.overlapRatio),
  column('norm_k', 'E‖K‖²', (s) => s.meanSquaredNormK),
  {
    name: 'counterfactual_sharpness',
    meaning: 'bound without alignment (section 5)',
    read: (snapshots) => snapshots.map((s) => counterfactualSharpness(s, snapshots[0]!)),
  },
];

const perLayer: readonly {
  name: string;
  meaning: string;
  values: (snapshot: SnapshotAnalysis) => number[];
}[] = [
  { name: 'norm_delta', meaning: 'E‖K^i‖² = E‖Δ^i‖²', values: (s) => s.meanSquaredNormDelta },
  { name: 'activation_ratio', meaning: 'E(χ^i)²', values: (s) => s.meanSquaredActivationRatio },
  { name: 'chi_alignment', meaning: 'r(χ^i, Δ^i/χ^i)', values: (s) => s.alignmentRatioChi },
  { name: 'jacobian_norm', meaning: 'E‖J^i‖²', values: (s) => s.meanSquaredNormLayerwiseJacobian },
  { name: 'jacobian_alignment', meaning: 'r(Δ^{i+1}, J^i)', values: (s) => s.alignmentRatioDeltaJacobian },
];

/** The columns of the snapshot table for networks of `depth` layers. */
export function snapshotColumns(depth: number): SnapshotColumn[] {
  const layers = perLayer.flatMap(({ name, meaning, values }) => {
    const count = name === 'norm_delta' ? depth : depth - 1;
    return Array.from({ length: count }, (_, index) =>
      column(`${name}_${index + 1}`, `${meaning}, i = ${index + 1}`, (s) => values(s)[index]),
    );
  });
  const products = Object.values(factors).flatMap(({ name, symbol, read }): SnapshotColumn[] => [
    column(name, symbol, read),
    {
      name: `${name}_change`,
      meaning: `${symbol} divided by its first analysed value`,
      read: (snapshots) => changeOverTraining(snapshots, read),
    },
  ]);
  return [...single, ...layers, ...products];
}

/** A table stored by columns; every column has the same length. */
export interface SnapshotTable {
  /** Position of the row's run among `runs`. */
  run: number[];
  runs: string[];
  columns: Record<string, (number | undefined)[]>;
}

/** All analysed snapshots of the runs of one experiment, after the transient. */
export function snapshotTable(runs: readonly RunInput[], ignoreBefore: number, depth: number): SnapshotTable {
  const columns = snapshotColumns(depth);
  const table: SnapshotTable = {
    run: [],
    runs: runs.map(({ id }) => id),
    columns: Object.fromEntries(columns.map(({ name }) => [name, []])),
  };
  for (const [index, run] of runs.entries()) {
    const snapshots = analysedSnapshots(run, ignoreBefore);
    table.run.push(...snapshots.map(() => index));
    for (const { name, read } of columns) table.columns[name]!.push(...read(snapshots));
  }
  return table;
}
