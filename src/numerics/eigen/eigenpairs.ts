import type { Matrix, Numbers } from '../../tensors/matrix.ts';

/** How many eigenpairs are found, and how accurately. */
export interface EigenSettings {
  /** Number of eigenpairs, k + 1. */
  readonly pairs: number;
  /** Further directions that are followed, so that an eigenvalue on its way up is seen before it arrives. */
  readonly guards: number;
  /** The first k pairs have converged when ‖Hv − λv‖ ≤ tolerance · |λ_1|. */
  readonly tolerance: number;
  /** The last pair, whose eigenvalue sets the step size, has ‖Hv − λv‖ ≤ lastTolerance · |λ_{k+1}|. */
  readonly lastTolerance: number;
  /**
   * A coarser residual that is enough for a step of Δt = size(λ_1, …, λ_{k+1}): the first k pairs have converged, too, when
   * ‖Hv − λv‖·Δt ≤ tolerance, if that is at most lastTolerance · |λ_1|. Absent: the first rule alone.
   */
  readonly step?: { readonly tolerance: number; readonly size: (values: Float64Array) => number };
  /** Rounds of one block product each before the search ends with what it has. */
  readonly maxRounds: number;
  /** Rows of the basis before it is replaced by its best half. Default max(2(k+1+guards), 24). */
  readonly capacity?: number;
}

/** The eigenpairs of largest magnitude. */
export interface TopEigenpairs<Data extends Numbers = Float64Array> {
  /** λ_1, …, λ_{k+1}: signed, by descending magnitude. */
  readonly values: Float64Array;
  /** v_1, …, v_{k+1} as orthonormal rows [k+1, P]; memory of the solver, overwritten by its next search. */
  readonly vectors: Matrix<Data>;
  /** ‖Hv − λv‖ of every pair. */
  readonly norms: readonly number[];
  /** max over the first k pairs of ‖Hv − λv‖ / |λ_1|. */
  readonly residual: number;
  /** ‖Hv − λv‖ / |λ| of the last pair. */
  readonly lastResidual: number;
  /** The Ritz value behind the pairs, where the guards took part: from below, |λ_{k+2}|. */
  readonly next?: number;
  readonly converged: boolean;
  /** Directions multiplied by H. */
  readonly directions: number;
  /** Block products one after the other. */
  readonly rounds: number;
}

/** Eigenpairs after an audit. */
export interface AuditedEigenpairs<Data extends Numbers = Float64Array> {
  readonly found: TopEigenpairs<Data>;
  /** Eigenvalues that the search had missed. */
  readonly missed: number;
  /** Directions multiplied by H by the audit, and by the searches that repaired. */
  readonly directions: number;
}
