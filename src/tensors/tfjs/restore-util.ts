import util from 'node:util';

/**
 * What @tensorflow/tfjs-node and tfjs-node-gpu 4.22.0 take from node:util. Node 23 removed `isNullOrUndefined`
 * (tensorflow/tfjs#8609); `isArray` is deprecated.
 */
const functions = {
  isNullOrUndefined: (value: unknown): boolean => value === null || value === undefined,
  isArray: (value: unknown): boolean => Array.isArray(value),
};

/** Gives node:util the functions back that those packages call and this Node lacks, for the life of the process. */
export function restoreUtil(): void {
  for (const [name, value] of Object.entries(functions))
    if (!(name in util)) Object.defineProperty(util, name, { value, configurable: true, writable: true });
}
