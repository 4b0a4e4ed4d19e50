import { edgeOfStability } from '../../../numerics/statistics/counterfactual.ts';
import type { RunInput } from '../inputs/inputs.ts';

/** How a run stood to the edge of stability of gradient descent with learning rate η = `maxStepSize`. */
export interface EdgeShares {
  /** Share of iterations whose step Δt was set by 1/|λ_{k+1}| instead of η. */
  limitedShare?: number;
  /** Share of iterations from `ignoreBefore` on whose λ_1 exceeds 2/η: there gradient descent would be unstable. */
  aboveEdgeShare?: number;
}

/** The solver's largest step η, where it has one. */
export function largestStep(run: RunInput): number | undefined {
  const step = run.description.solver['maxStepSize'];
  return typeof step === 'number' && step > 0 ? step : undefined;
}

/** Whether the solver shortens its steps by λ_{k+1}: exponential Euler does, Runge–Kutta methods do not. */
export function stepsByEigenvalue({ description: { solver } }: RunInput): boolean {
  return (
    (solver['method'] ?? 'exponential-euler') === 'exponential-euler' && solver['reference'] === undefined
  );
}

/** Both shares of one run; absent where the solver has no η or recorded no eigenvalues. */
export function edgeShares(run: RunInput, ignoreBefore: number): EdgeShares {
  const shares: EdgeShares = {};
  const { iterations, limitedIterations } = run.description;
  if (iterations > 0 && stepsByEigenvalue(run)) shares.limitedShare = limitedIterations / iterations;
  const step = largestStep(run);
  const { iteration, sharpness } = run.history;
  if (step === undefined) return shares;
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
