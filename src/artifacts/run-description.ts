import { z } from 'zod';
import { solverSettings } from './solver-settings.ts';

/** The name of an experiment: runs and figures are called by it, also in names of files. */
export const experimentName = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]{0,59}$/u,
    'must be of letters, digits, spaces, dots, hyphens and underscores, at most 60, and begin with a letter or digit',
  );

export const criterionName = z.enum(['cross-entropy', 'mse']);

/** Layers, width and initialisation of the network (section 3 of the paper). */
export const networkSettings = z.strictObject({
  /** Linear layers L. */
  depth: z.int().min(2),
  /** Units of each hidden layer. */
  width: z.int().positive(),
  /** Between the layers. */
  activation: z.literal('elu'),
  /** How the weights are drawn, by Glorot and Bengio 2010; biases start at 0. */
  init: z.enum(['xavier-normal', 'xavier-uniform']),
  /** Factor of the drawn weights' deviation, or of the width of their interval. */
  gain: z.number().positive(),
});

/** `run.json`: which network was trained on what, and how the training ended. */
export const runDescription = z.strictObject({
  format: z.literal(1),
  experiment: z.string(),
  dataset: z.string(),
  datasetTitle: z.string(),
  criterion: criterionName,
  /** Whether the MSE is the sum or the mean over the outputs (reading R4); absent for cross-entropy. */
  reduction: z.enum(['sum', 'mean']).optional(),
  classes: z.array(z.string()),
  /** Number of training samples D. */
  size: z.int().positive(),
  networkSeed: z.int(),
  subsetSeed: z.int(),
  stopLoss: z.number().positive(),
  network: networkSettings,
  /** Width n_0 of the inputs, and the number of columns after exact compression to the rank of the inputs. */
  inputs: z.int().positive(),
  compressedInputs: z.int().positive(),
  solver: solverSettings,
  precision: z.enum(['float64', 'float32']),
  status: z.enum(['converged', 'iteration-limit']),
  /** With steps of flow time (stabilized-rk, dormand-prince): flow time in units of η, rounded up. */
  iterations: z.int().nonnegative(),
  /** Steps of such a solver. */
  steps: z.int().nonnegative().optional(),
  /** Flow time t at the end. */
  time: z.number(),
  loss: z.number(),
  blockProducts: z.int().nonnegative(),
  gradients: z.int().nonnegative(),
  /** Iterations at which a snapshot was saved: `snapshots/iteration-000100.safetensors`. */
  snapshots: z.array(z.int().nonnegative()),
  /** Iterations whose largest eigenvalue by magnitude was negative. */
  negativeIterations: z.int().nonnegative(),
  /** Iterations whose step was set by λ_{k+1} instead of the largest step size. */
  limitedIterations: z.int().nonnegative(),
  /** Cold audits of the eigenpairs, and how many eigenvalues they found that the warm start had missed (and repaired). */
  audits: z.int().nonnegative().optional(),
  missedEigenvalues: z.int().nonnegative().optional(),
});

/** The criterion of a run; an MSE of which nothing more is said is the sum over the outputs (reading R4). */
export function criterionOf({
  criterion,
  reduction = 'sum',
}: Pick<RunDescription, 'criterion' | 'reduction'>) {
  return criterion === 'mse' ? { name: criterion, reduction } : { name: criterion };
}

export type RunDescription = z.infer<typeof runDescription>;
export type NetworkSettings = z.infer<typeof networkSettings>;
export type CriterionName = z.infer<typeof criterionName>;
