import { describe, expect, it } from 'vitest';
import { analysedSnapshots, residualSharpness } from '../../../../../src/report/data/inputs/snapshots.ts';
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
});
