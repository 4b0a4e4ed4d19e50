import type { SnapshotAnalysis } from '../../../artifacts/analysis.ts';
import type { RunInput } from '../inputs/inputs.ts';
import { analysedSnapshots, counterfactualSharpness, residualSharpness } from '../inputs/snapshots.ts';

/** One column of the table of snapshots: its name, what it holds, and how it is read. */
export interface SnapshotColumn {
  name: string;
  meaning: string;
  value: (snapshot: SnapshotAnalysis, first: SnapshotAnalysis) => number | undefined;
}

/** Names of the five components of E‖Δ^1‖² (Eq. 7) and how each is read. */
export const components: readonly {
  name: string;
  symbol: string;
  value: (snapshot: SnapshotAnalysis) => number;
}[] = [
  { name: 'activation_ratio_product', symbol: 'Π_χ^1', value: (s) => s.activationRatioProduct[0]! },
  { name: 'chi_alignment_product', symbol: 'P_{χ,Δ/χ}^1', value: (s) => s.chiAlignmentProduct[0]! },
  { name: 'jacobian_norm_product', symbol: 'Π_J^1', value: (s) => s.jacobianNormProduct[0]! },
  { name: 'jacobian_alignment_product', symbol: 'P_{Δ,J}^1', value: (s) => s.jacobianAlignmentProduct[0]! },
  { name: 'output_norm', symbol: 'E‖Δ^L‖²', value: (s) => s.meanSquaredNormDelta.at(-1)! },
];

const single: readonly SnapshotColumn[] = [
  { name: 'iteration', meaning: 'iteration of the snapshot', value: (s) => s.iteration },
  { name: 'time', meaning: 'flow time t', value: (s) => s.time },
  { name: 'loss', meaning: 'training loss', value: (s) => s.loss },
  { name: 'sharpness', meaning: 'λ_max of the loss Hessian', value: (s) => s.hessian.largest },
  { name: 'gauss_newton_sharpness', meaning: 'λ_max of G', value: (s) => s.gaussNewton.largest },
  { name: 'residual_sharpness', meaning: 'max|λ| of H', value: residualSharpness },
  { name: 'residual_largest', meaning: 'λ_max of H', value: (s) => s.residual.largest },
  { name: 'residual_smallest', meaning: 'λ_min of H', value: (s) => s.residual.smallest },
  { name: 'overlap_ratio', meaning: 'ρ(K)', value: (s) => s.overlapRatio },
  { name: 'norm_k', meaning: 'E‖K‖²', value: (s) => s.meanSquaredNormK },
  {
    name: 'counterfactual_sharpness',
    meaning: 'bound without alignment (section 5)',
    value: counterfactualSharpness,
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
    return Array.from({ length: count }, (_, index) => ({
      name: `${name}_${index + 1}`,
      meaning: `${meaning}, i = ${index + 1}`,
      value: (snapshot: SnapshotAnalysis) => values(snapshot)[index],
    }));
  });
  const products = components.flatMap(({ name, symbol, value }) => [
    { name, meaning: symbol, value },
    {
      name: `${name}_change`,
      meaning: `${symbol} divided by its first analysed value`,
      value: (snapshot: SnapshotAnalysis, first: SnapshotAnalysis) => value(snapshot) / value(first),
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
    for (const snapshot of snapshots) {
      table.run.push(index);
      for (const { name, value } of columns) table.columns[name]!.push(value(snapshot, snapshots[0]!));
    }
  }
  return table;
}
