import { assemble, instruction, vectors } from './assemble.ts';
import { vectorBytes } from './tile-shape.ts';

const { get, set, repeat, advance, countDown, loadVector, storeVector } = instruction;
const { addVectors, multiplyVectors, loadEverywhere } = vectors.float64;

/** Numbers that the kernels take at once. */
export const numbersTogether = 4;
const pairs = [0, vectorBytes] as const;

/** Works on `count` numbers of float64 at each of two addresses, a multiple of `numbersTogether`, > 0. */
export type VectorKernel = (x: number, y: number, count: number, other: number) => void;

const [X, Y, COUNT, OTHER] = [0, 1, 2, 3] as const;
const FIRST_VECTOR = 4;

/**
 * s_j ← s_j + Σ_i x[4i + j] · y[4i + j] of the four numbers s at `other`, each product rounded before it is added.
 * @param memory where all of them are
 * @returns the function, compiled for this processor
 */
export function fourSums(memory: WebAssembly.Memory): VectorKernel {
  const sums = pairs.map((_, index) => FIRST_VECTOR + index);
  const load = pairs.flatMap((offset, index) => [...get(OTHER), ...loadVector(offset), ...set(sums[index]!)]);
  const step = pairs.flatMap((offset, index) => [
    ...[...get(sums[index]!), ...get(X), ...loadVector(offset), ...get(Y), ...loadVector(offset)],
    ...[...multiplyVectors(), ...addVectors(), ...set(sums[index]!)],
  ]);
  const store = pairs.flatMap((offset, index) => [
    ...[...get(OTHER), ...get(sums[index]!), ...storeVector(offset)],
  ]);
  return compiled(memory, [...load, ...loop(step), ...store]);
}

/**
 * y ← y + s · x for the number s at `other`, the product rounded before it is added.
 * @param memory where all of them are
 * @returns the function, compiled for this processor
 */
export function addMultiple(memory: WebAssembly.Memory): VectorKernel {
  const load = [...get(OTHER), ...loadEverywhere(0), ...set(FIRST_VECTOR)];
  const step = pairs.flatMap((offset) => [
    ...[...get(Y), ...get(Y), ...loadVector(offset), ...get(FIRST_VECTOR), ...get(X), ...loadVector(offset)],
    ...[...multiplyVectors(), ...addVectors(), ...storeVector(offset)],
  ]);
  return compiled(memory, [...load, ...loop(step)]);
}

function loop(step: number[]): number[] {
  const bytes = numbersTogether * vectors.float64.bytes;
  return repeat(step, advance(X, bytes), advance(Y, bytes), countDown(COUNT, numbersTogether));
}

function compiled(memory: WebAssembly.Memory, body: number[]): VectorKernel {
  const bytes = assemble({ parameters: OTHER + 1, integers: 0, vectors: 2, body });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { host: { memory } });
  return instance.exports.run as VectorKernel;
}
