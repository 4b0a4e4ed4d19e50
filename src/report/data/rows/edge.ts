import { stepsByEigenvalue } from '../../../artifacts/solver-settings.ts';
import { edgeOfStability } from '../../../numerics/statistics/counterfactual.ts';
import type { RunInput } from '../inputs/inputs.ts';

/** How a run stood to the edge of stability of gradient descent with learning rate η = `maxStepSize`. */
export interface EdgeShares {
  /** Share of iterations whose step Δt was set by 1/|λ_{k+1}| instead of η. */
  limitedShare?: number;
  /** Share of iterations from `ignoreBefore` on whose λ_1 exceeds 2/η: there gradient descent would be unstable. */
  aboveEdgeShare?: number;
}

/** The solver's largest step η. */
export function largestStep(run: RunInput): number {
  return run.description.solver.maxStepSize;
}

/** Both shares of one run; absent where the solver recorded no eigenvalues, or λ_{k+1} does not limit its steps. */
export function edgeShares(run: RunInput, ignoreBefore: number): EdgeShares {
  const shares: EdgeShares = {};
  const { iterations, limitedIterations } = run.description;
  if (iterations > 0 && stepsByEigenvalue(run.description.solver))
    shares.limitedShare = limitedIterations / iterations;
  const step = largestStep(run);
  const { iteration, sharpness } = run.history;
  let counted = 0;
  let above = 0;
  for (const [row, number] of iteration.entries()) {
    const value = sharpness[row]!;
    if (number < ignoreBefore || !Number.isFinite(value)) continue;
    counted++;
    if (value > edgeOfStability(step)) above++;
  }
  if (counted > 0) shares.aboveEdgeShare = above / counted;
  return shares;
}
