import { eigenSolver } from '../../eigen/eigen-solver.ts';
import type { EigenSolver } from '../../eigen/eigen-solver.ts';
import type { TopEigenpairs } from '../../eigen/eigenpairs.ts';
import { blockProduct } from '../../network/block-product.ts';
import type { BlockProduct } from '../../network/block-product.ts';
import type { TrainingLoss } from '../../network/training-loss.ts';
import { eigenpairCount } from './exponential-euler-settings.ts';
import type { ExponentialEulerSettings } from './exponential-euler-settings.ts';
import type { ExponentialEulerState } from './exponential-euler-state.ts';
import { stepSizeOf } from './exponential-euler-step.ts';

/** The eigenpairs of one iteration, and what they cost. */
export interface FollowedEigenpairs {
  readonly found: TopEigenpairs;
  /** Directions multiplied by the Hessian, in blocks of k + 1. */
  readonly blockProducts: number;
  /** What the cold audit found, in an iteration that has one. */
  readonly audit?: { readonly missed: number };
}

/** Follows the top eigenpairs of the Hessian along a training. */
export interface EigenpairFollower {
  readonly solver: EigenSolver;
  /** Multiplies by the Hessian at the loss's last gradient. */
  readonly product: BlockProduct;
  /** The k + 1 eigenpairs at the loss's last gradient, audited where the iteration is due for it. */
  find(iteration: number): Promise<FollowedEigenpairs>;
  /** What continues it; the arrays are its own. */
  save(): Pick<ExponentialEulerState, 'block' | 'previous' | 'settled' | 'random'>;
}

/** Rounds after which a search for the eigenpairs ends with what it has; its residual is recorded. */
const MAX_ROUNDS = 200;
/** Settled searches multiply the guards every so many iterations. */
const GUARDS_EVERY = 3;

/**
 * Prepares to follow the top eigenpairs of the Hessian (section 7.1).
 * @param loss the training loss
 * @param settings number of pairs, accuracy, audits
 * @param start where to go on
 * @returns the follower, with the memory of an `eigenSolver`
 */
export function followEigenpairs(
  loss: TrainingLoss,
  settings: ExponentialEulerSettings,
  start: ExponentialEulerState,
): EigenpairFollower {
  const { pairs } = eigenpairCount(loss, settings);
  const { guards, tolerance, stepTolerance, lastTolerance, maxStepSize, auditEvery } = settings;
  const stepSize = (values: Float64Array) => stepSizeOf(values, maxStepSize);
  const accuracy = {
    pairs,
    guards,
    tolerance,
    lastTolerance,
    ...(stepTolerance !== undefined && { step: { tolerance: stepTolerance, size: stepSize } }),
    maxRounds: MAX_ROUNDS,
  };
  const solver = eigenSolver(loss.ops, loss.parameterCount, accuracy, start.random);
  solver.block.data.set(start.block);
  solver.previous.data.set(start.previous);
  const product = blockProduct(loss, 'hessian');
  let { settled } = start;

  return {
    solver,
    product,

    async find(iteration) {
      const first = await solver.solve(product, !settled || iteration % GUARDS_EVERY === 0);
      settled = first.rounds === 1;
      if (iteration === 0 || iteration % auditEvery !== 0)
        return { found: first, blockProducts: first.directions / pairs };
      const { found, missed, directions } = await solver.audit(product, first);
      return { found, blockProducts: (first.directions + directions) / pairs, audit: { missed } };
    },

    save: () => ({
      block: solver.block.data,
      previous: solver.previous.data,
      settled,
      random: solver.random(),
    }),
  };
}
