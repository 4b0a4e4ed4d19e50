import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { Backend, Ops } from '../ops.ts';
import { restoreUtil } from './restore-util.ts';
import { tfjsOps } from './tfjs-ops.ts';
import type { TensorFlow } from './tfjs-ops.ts';

/** Packages with native kernels, best first; a user installs one beside this program. */
const nativePackages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];
const wasmPackage = '@tensorflow/tfjs-backend-wasm';
const require = createRequire(import.meta.url);

/** Loads a package by name. */
export type Load = (name: string) => Promise<unknown>;

/**
 * Opens the TensorFlow.js backend: native kernels where @tensorflow/tfjs-node-gpu or @tensorflow/tfjs-node is installed, else
 * WebAssembly, which comes along and needs no network.
 *
 * @param load loads a package; the default is `import`
 * @returns operations in float32; `backend.refused` says which packages are installed and cannot be used, and why
 */
export async function openTfjs(
  // Outside of the key, as every backend is: the record says which one computed.
  load: Load = (name) => import(name),
): Promise<Ops> {
  const refused: string[] = [];
  for (const name of nativePackages) {
    try {
      restoreUtil();
      const tf = exportsOf((await load(name)) as TensorFlow | { default: TensorFlow });
      await tf.setBackend('tensorflow');
      return tfjsOps(tf, description('TensorFlow', name, tf.version_core, refused));
    } catch (error) {
      // A package that is not installed is no news; one that is there and unusable is.
      if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND')
        refused.push(`${name}: ${(error as Error).message}`);
    }
  }
  const tf = await import('@tensorflow/tfjs-core');
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(require.resolve(wasmPackage))}/`);
  if (!(await tf.setBackend('wasm')))
    throw new Error(`${wasmPackage} does not start here; install the package anew (npm ci)`);
  return tfjsOps(tf, description('TensorFlow.js WASM', wasmPackage, tf.version_core, refused));
}

/** What the package exports; Node may find the names of a CommonJS package only under `default`. */
function exportsOf(module: TensorFlow | { default: TensorFlow }): TensorFlow {
  return 'setBackend' in module ? module : module.default;
}

function description(name: string, library: string, version: string, refused: readonly string[]): Backend {
  return { name, library: `${library} (tfjs ${version})`, precision: 'float32', threads: 1, refused };
}
