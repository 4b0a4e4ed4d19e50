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
 */
export async function openBackend(name: BackendName): Promise<Ops> {
  if (name === 'blas') return openBlas();
  const { openTfjs } = await import('./tfjs/open-tfjs.ts');
  return openTfjs();
}
