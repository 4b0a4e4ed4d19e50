import type { SnapshotAnalysis } from '../../../artifacts/analysis.ts';
import type { RunInput } from './inputs.ts';

/** The analysed snapshots of a run after the transient, in order of iteration. */
export function analysedSnapshots(run: RunInput, ignoreBefore: number): SnapshotAnalysis[] {
  return (run.analysis?.snapshots ?? [])
    .filter((snapshot) => snapshot.iteration >= ignoreBefore)
    .sort((a, b) => a.iteration - b.iteration);
}

/** The largest magnitude among the eigenvalues of H: its sharpness, as power iteration finds it. */
export function residualSharpness(snapshot: SnapshotAnalysis): number {
  return Math.max(Math.abs(snapshot.residual.largest), Math.abs(snapshot.residual.smallest));
}

/**
 * Bound on the sharpness of the loss Hessian had the layerwise Jacobians not aligned since `first` (section 5, R12):
 * ρ(K)·Σ_i [P^i_{Δ,J}(t_0)/P^i_{Δ,J}(t)]·E‖Δ^i‖², with P^L = 1.
 */
export function counterfactualSharpness(snapshot: SnapshotAnalysis, first: SnapshotAnalysis): number {
  const bound = snapshot.meanSquaredNormDelta.reduce((sum, norm, layer) => {
    const now = snapshot.jacobianAlignmentProduct[layer] ?? 1;
    const before = first.jacobianAlignmentProduct[layer] ?? 1;
    return sum + (before / now) * norm;
  }, 0);
  return snapshot.overlapRatio * bound;
}
