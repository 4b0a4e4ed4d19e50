import type { SnapshotAnalysis } from '../../../artifacts/analysis.ts';
import { afterTransient } from '../../../numerics/statistics/transient.ts';
import type { RunInput } from './inputs.ts';

/** The analysed snapshots of a run after the transient, in order of iteration. */
export function analysedSnapshots(run: RunInput, ignoreBefore: number): SnapshotAnalysis[] {
  return afterTransient(run.analysis?.snapshots ?? [], ignoreBefore).sort(
    (a, b) => a.iteration - b.iteration,
  );
}

/** The largest magnitude among the eigenvalues of H: its sharpness, as power iteration finds it. */
export function residualSharpness(snapshot: SnapshotAnalysis): number {
  return Math.max(Math.abs(snapshot.residual.largest), Math.abs(snapshot.residual.smallest));
}
