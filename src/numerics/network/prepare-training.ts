import { layerBlocks, architecture, parameterCount } from './architecture.ts';
import type { Matrix } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import { compressInputs, compressWeight } from './compress-inputs.ts';
import type { Criterion } from './criterion.ts';
import { initialize } from './initialize.ts';
import type { Initialization } from './initialize.ts';
import type { TrainingProblem } from './training-loss.ts';

/** Samples and network of one training. */
export interface TrainingRequest {
  /** X [D, n_0]. */
  readonly inputs: Matrix;
  readonly labels: Int32Array;
  readonly outputs: number;
  readonly network: Initialization & { readonly depth: number; readonly width: number };
  readonly criterion: Criterion;
  readonly networkSeed: number;
}

/** A training that is ready to start. */
export interface PreparedTraining {
  /** On the compressed inputs, where that is smaller. */
  readonly problem: TrainingProblem;
  /** θ_0 of that problem. */
  readonly parameters: Float64Array;
  /** Qᵀ [r, n_0] of the compression; absent where the inputs were left as they are. */
  readonly basis?: Matrix;
}

/**
 * Draws θ_0 for the full inputs and compresses inputs and first layer to the rank of the inputs.
 * @param ops operations
 * @param request samples, network, criterion, seed
 * @returns the problem and its start; equal seeds give equal networks whatever the rank
 */
export async function prepareTraining(ops: Ops, request: TrainingRequest): Promise<PreparedTraining> {
  const { inputs, labels, outputs, network, criterion } = request;
  const full = architecture(inputs.columns, network.depth, network.width, outputs);
  const initial = initialize(full, network, request.networkSeed);
  const compressed = await compressInputs(ops, inputs);
  if (compressed === undefined) {
    return { problem: { network: full, inputs, labels, criterion }, parameters: initial };
  }
  const { coordinates, basis } = compressed;
  const small = architecture(coordinates.columns, network.depth, network.width, outputs);
  const first = layerBlocks(full, initial)[0]!;
  const weight = await compressWeight(ops, basis, first.weight);
  const parameters = new Float64Array(parameterCount(small));
  parameters.set(weight.data);
  parameters.set(initial.subarray(first.weight.data.length), weight.data.length);
  return { problem: { network: small, inputs: coordinates, labels, criterion }, parameters, basis };
}
