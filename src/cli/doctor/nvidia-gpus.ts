import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Backend } from '../../tensors/ops.ts';

/**
 * The NVIDIA GPUs that the driver of this machine lists, which Linux alone tells without a library.
 * @param folder where the driver describes each, in a folder of its own
 * @returns the model of each; none without a driver
 */
export function nvidiaGpus(folder = '/proc/driver/nvidia/gpus'): string[] {
  try {
    return readdirSync(folder).map((gpu) => {
      const description = readFileSync(join(folder, gpu, 'information'), 'utf8');
      return /^Model:\s*(\S.*?)\s*$/m.exec(description)?.[1] ?? 'NVIDIA, model unknown';
    });
  } catch {
    return [];
  }
}

/**
 * Says whether large products go to a GPU that is there, and if not, what lets them.
 * @param models of the GPUs
 * @param backend in use
 * @returns a line; undefined without a GPU
 */
export function gpuText(models: readonly string[], { name }: Backend): string | undefined {
  if (models.length === 0) return undefined;
  const there = [...new Set(models)]
    .map((model) => {
      const count = models.filter((other) => other === model).length;
      return count === 1 ? model : `${count} × ${model}`;
    })
    .join(', ');
  if (name.endsWith(' and cuBLAS')) return `${there}: makes the large products`;
  const needs = name === 'WebAssembly' ? 'a BLAS library and EOS_CUBLAS_LIBRARY' : 'EOS_CUBLAS_LIBRARY';
  return `${there}: not used; large products go there with ${needs}=PATH/libcublas.so.13 (docs/backends.md)`;
}
