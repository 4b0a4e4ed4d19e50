import { openBlas } from './open-blas.ts';
import type { Ops } from './ops.ts';

/** `blas`: float64 on the CPU. `tfjs`: float32 by TensorFlow.js, on a GPU where @tensorflow/tfjs-node-gpu is installed. */
export type BackendName = 'blas' | 'tfjs';

/**
 * Opens a backend by name. TensorFlow.js is loaded only when it is asked for.
 *
 * @param name which one
 * @returns the operations
 * @throws Error when a library named by the user cannot be used
 * @example
 * const ops = await openBackend('blas');
 * const network = architecture(2, 2, 3, 1);
 * const parameters = initialize(network, { init: 'xavier-normal', gain: 1 }, 0);
 * const inputs = matrix(Float64Array.of(1, 2, 3, 4), 2, 2);
 * const pass = await forward(ops, layerBlocks(network, parameters), allocateForward(network, inputs));
 * console.log(pass.outputs.rows, pass.outputs.columns); // 2 1
 */
export async function openBackend(name: BackendName): Promise<Ops> {
  if (name === 'blas') return openBlas();
  const { openTfjs } = await import('./tfjs/open-tfjs.ts');
  return openTfjs();
}
