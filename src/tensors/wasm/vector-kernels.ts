import { assemble, instruction, vectors } from './assemble.ts';
import { vectorBytes } from './tile-shape.ts';

const { get, set, repeat, advance, countDown, loadVector, storeVector } = instruction;

/** Numbers that the kernels take at once. */
export const numbersTogether = { float64: 4, float32: 8 } as const;
const pairs = [0, vectorBytes] as const;

/** Works on `count` numbers at each of two addresses, a multiple of `numbersTogether`, > 0. */
export type VectorKernel = (x: number, y: number, count: number, other: number) => void;

const [X, Y, COUNT, OTHER] = [0, 1, 2, 3] as const;
const FIRST_VECTOR = 4;

/**
 * In float64, s_j ← s_j + Σ_i x[4i + j] · y[4i + j] of the four numbers s at `other`, each product rounded before it is added.
 * @param memory where all of them are
 * @returns the function, compiled for this processor
 */
export function fourSums(memory: WebAssembly.Memory): VectorKernel {
  const { addVectors, multiplyVectors } = vectors.float64;
  const sums = pairs.map((_, index) => FIRST_VECTOR + index);
  const load = pairs.flatMap((offset, index) => [...get(OTHER), ...loadVector(offset), ...set(sums[index]!)]);
  const step = pairs.flatMap((offset, index) => [
    ...[...get(sums[index]!), ...get(X), ...loadVector(offset), ...get(Y), ...loadVector(offset)],
    ...[...multiplyVectors(), ...addVectors(), ...set(sums[index]!)],
  ]);
  const store = pairs.flatMap((offset, index) => [
    ...[...get(OTHER), ...get(sums[index]!), ...storeVector(offset)],
  ]);
  return compiled(memory, [...load, ...loop(step, numbersTogether.float64), ...store]);
}

/**
 * y ← y + s · x for the number s at `other`, the product rounded before it is added.
 * @param memory where all of them are
 * @param precision of all of them
 * @returns the function, compiled for this processor
 */
export function addMultiple(memory: WebAssembly.Memory, precision: 'float64' | 'float32'): VectorKernel {
  const { addVectors, multiplyVectors, loadEverywhere } = vectors[precision];
  const load = [...get(OTHER), ...loadEverywhere(0), ...set(FIRST_VECTOR)];
  const step = pairs.flatMap((offset) => [
    ...[...get(Y), ...get(Y), ...loadVector(offset), ...get(FIRST_VECTOR), ...get(X), ...loadVector(offset)],
    ...[...multiplyVectors(), ...addVectors(), ...storeVector(offset)],
  ]);
  return compiled(memory, [...load, ...loop(step, numbersTogether[precision])]);
}

function loop(step: number[], numbers: number): number[] {
  const bytes = pairs.length * vectorBytes;
  return repeat(step, advance(X, bytes), advance(Y, bytes), countDown(COUNT, numbers));
}

function compiled(memory: WebAssembly.Memory, body: number[]): VectorKernel {
  const bytes = assemble({ parameters: OTHER + 1, integers: 0, vectors: 2, body });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { host: { memory } });
  return instance.exports.run as VectorKernel;
}
