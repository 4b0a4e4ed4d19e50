import { describe, expect, it } from 'vitest';
import {
  analysedSnapshots,
  counterfactualSharpness,
  residualSharpness,
} from '../../../../../src/report/data/inputs/snapshots.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

describe('snapshots', () => {
  using sample = sampleReport();
  const run = sample.inputs.runs[0]!;
  const snapshots = analysedSnapshots(run, 10);

  it('leave out those of the transient', () => {
    expect(run.analysis!.snapshots[0]!.iteration).toBe(0);
    expect(snapshots[0]!.iteration).toBe(10);
    expect(snapshots.length).toBe(run.analysis!.snapshots.length - 1);
  });

  it('have the sharpness of H as its largest eigenvalue by magnitude', () => {
    const snapshot = { ...snapshots[0]!, residual: { largest: 3, smallest: -7 } };
    expect(residualSharpness(snapshot)).toBe(7);
  });

  it('bound the sharpness without alignment by ρ(K) Σ_i [P^i(t_0)/P^i(t)] E‖Δ^i‖², the last layer unscaled', () => {
    const first = { ...snapshots[0]!, jacobianAlignmentProduct: [0.1, 0.2] };
    const later = {
      ...snapshots[0]!,
      overlapRatio: 0.5,
      jacobianAlignmentProduct: [0.4, 0.4],
      meanSquaredNormDelta: [8, 4, 2],
    };
    expect(counterfactualSharpness(later, first)).toBeCloseTo(0.5 * (8 / 4 + 4 / 2 + 2), 12);
  });
});
