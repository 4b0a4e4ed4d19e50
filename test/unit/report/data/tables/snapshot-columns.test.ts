import { describe, expect, it } from 'vitest';
import { snapshotColumns, snapshotTable } from '../../../../../src/report/data/tables/snapshot-columns.ts';
import { factors } from '../../../../../src/report/data/tables/factors.ts';
import { analysedSnapshots } from '../../../../../src/report/data/inputs/snapshots.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

describe('snapshot columns', () => {
  using sample = sampleReport();

  it('have one column a layer, one fewer for what lies between layers, and no name twice', () => {
    const names = snapshotColumns(6).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('norm_delta_')).length).toBe(6);
    expect(names.filter((name) => name.startsWith('jacobian_alignment_')).length).toBe(5 + 2);
    expect(new Set(names).size).toBe(names.length);
  });

  it('give the change of each component relative to the run’s first analysed snapshot', () => {
    const run = sample.inputs.runs[0]!;
    const table = snapshotTable([run], 10, 6);
    const snapshots = analysedSnapshots(run, 10);
    for (const { name, read } of Object.values(factors)) {
      const change = table.columns[`${name}_change`]!;
      expect(change[0]).toBe(1);
      expect(change).toEqual(snapshots.map((snapshot) => read(snapshot) / read(snapshots[0]!)));
    }
  });

  it('make the product of the five components the norm of the first layer (Eq. 7)', () => {
    const table = snapshotTable(sample.inputs.runs, 10, 6);
    for (const [row, norm] of table.columns['norm_delta_1']!.entries()) {
      const product = Object.values(factors).reduce((all, { name }) => all * table.columns[name]![row]!, 1);
      expect(product / norm!).toBeCloseTo(1, 10);
    }
  });

  it('bound the sharpness without alignment by ρ(K) Σ_i [P^i(t_0)/P^i(t)] E‖Δ^i‖², the last layer unscaled', () => {
    const [some] = analysedSnapshots(sample.inputs.runs[0]!, 10);
    const first = { ...some!, jacobianAlignmentProduct: [0.1, 0.2] };
    const later = {
      ...some!,
      overlapRatio: 0.5,
      jacobianAlignmentProduct: [0.4, 0.4],
      meanSquaredNormDelta: [8, 4, 2],
    };
    const bound = snapshotColumns(3).find(({ name }) => name === 'counterfactual_sharpness')!;
    expect(bound.read([first, later])[1]).toBeCloseTo(0.5 * (8 / 4 + 4 / 2 + 2), 12);
  });
});
