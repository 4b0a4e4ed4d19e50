import { createRequire } from 'node:module';
import type * as Runtime from 'onnxruntime-common';

/** What onnxruntime-node offers. */
export type OnnxRuntime = Pick<typeof Runtime, 'InferenceSession' | 'Tensor'>;

/** An optional peer, since it weighs 290 MB: only who needs it installs it. */
const runtimePackage = 'onnxruntime-node';

/** How to install it, also where its own install script could not download CUDA libraries, which are not used. */
export const installRuntime = `npm install ${runtimePackage} --ignore-scripts`;

/**
 * Loads ONNX Runtime where it is installed.
 * @param load loads a package by name; the default is `require`
 * @returns the package, or undefined where there is none
 * @throws Error when it is there and cannot be loaded
 */
export function loadRuntime(
  load: (name: string) => unknown = createRequire(import.meta.url),
): OnnxRuntime | undefined {
  try {
    return load(runtimePackage) as OnnxRuntime;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'MODULE_NOT_FOUND' && message.includes(`'${runtimePackage}'`)) return undefined;
    throw new Error(
      `${runtimePackage} is installed and cannot be loaded (${message}): install it anew with "${installRuntime}"`,
      { cause },
    );
  }
}
