import { assemble, instruction, vectors } from './assemble.ts';
import { vectorBytes } from './tile-shape.ts';

const { get, set, repeat, advance, countDown, loadVector, storeVector, loadAsDoubles } = instruction;

/** Numbers of x and of y that every kernel takes a whole multiple of. */
export const numbersTogether = 8;

/** Works on `count` numbers at each of the addresses x and y, a multiple of `numbersTogether`, > 0; `other` is a third address. */
export type VectorKernel = (x: number, y: number, count: number, other: number) => void;

const [X, Y, COUNT, OTHER] = [0, 1, 2, 3] as const;
const FIRST_VECTOR = 4;
const pair = [0, 1] as const;

/**
 * s_j ← s_j + Σ_i x[4i + j] · y[4i + j] for the four numbers s at `other`, in float64 also where x and y are of float32; every product is rounded
 * before it is added.
 * @param memory where all of them are
 * @param precision of x and y
 * @returns the function, compiled for this processor
 */
export function fourSums(memory: WebAssembly.Memory, precision: 'float64' | 'float32'): VectorKernel {
  const { addVectors, multiplyVectors } = vectors.float64;
  const halfBytes = 2 * vectors[precision].bytes;
  const loadHalf = (half: number) =>
    precision === 'float64' ? loadVector(half * halfBytes) : loadAsDoubles(half * halfBytes);
  const load = pair.flatMap((half) => [
    ...[...get(OTHER), ...loadVector(half * vectorBytes), ...set(FIRST_VECTOR + half)],
  ]);
  const step = pair.flatMap((half) => [
    ...[...get(FIRST_VECTOR + half), ...get(X), ...loadHalf(half), ...get(Y), ...loadHalf(half)],
    ...[...multiplyVectors(), ...addVectors(), ...set(FIRST_VECTOR + half)],
  ]);
  const store = pair.flatMap((half) => [
    ...[...get(OTHER), ...get(FIRST_VECTOR + half), ...storeVector(half * vectorBytes)],
  ]);
  return compiled(memory, [...load, ...loop(step, 4, 2 * halfBytes), ...store]);
}

/**
 * y ← y + s · x for the number s at `other`.
 * @param memory where all of them are
 * @param precision of all of them
 * @param fused whether the product is added without rounding, as in tiles; else it is rounded before
 * @returns the function, compiled for this processor
 */
export function addMultiple(
  memory: WebAssembly.Memory,
  precision: 'float64' | 'float32',
  fused: boolean,
): VectorKernel {
  const { lanes, addVectors, multiplyVectors, multiplyAdd, loadEverywhere } = vectors[precision];
  const load = [...get(OTHER), ...loadEverywhere(0), ...set(FIRST_VECTOR)];
  const step = pair.flatMap((half) => {
    const [offset, numbers] = [half * vectorBytes, get(FIRST_VECTOR)];
    const [x, y] = [
      [...get(X), ...loadVector(offset)],
      [...get(Y), ...loadVector(offset)],
    ];
    const sum = fused
      ? [...numbers, ...x, ...y, ...multiplyAdd()]
      : [...y, ...numbers, ...x, ...multiplyVectors(), ...addVectors()];
    return [...get(Y), ...sum, ...storeVector(offset)];
  });
  return compiled(memory, [...load, ...loop(step, 2 * lanes, 2 * vectorBytes)]);
}

function loop(step: number[], numbers: number, bytes: number): number[] {
  return repeat(step, advance(X, bytes), advance(Y, bytes), countDown(COUNT, numbers));
}

function compiled(memory: WebAssembly.Memory, body: number[]): VectorKernel {
  const bytes = assemble({ parameters: OTHER + 1, integers: 0, vectors: 2, body });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { host: { memory } });
  return instance.exports.run as VectorKernel;
}
