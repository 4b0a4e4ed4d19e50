import { matrix, rowsOf, zeros } from '../../tensors/matrix.ts';
import type { Matrix } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import type { BlockProduct } from '../network/block-product.ts';
import { rayleighRitz } from './rayleigh-ritz.ts';
import type { RitzPairs } from './rayleigh-ritz.ts';

/** Sizes of a basis. */
export interface RitzBasisSizes {
  /** Number of leading pairs that are looked at. */
  readonly pairs: number;
  /** Ritz vectors that stay at a restart. */
  readonly keep: number;
  /** Rows that there is memory for. */
  readonly capacity: number;
  /** At least keep·P numbers. */
  readonly scratch: Float64Array;
}

/** A growing orthonormal basis Q of a search, its images W = H Q, and the Ritz pairs in it. */
export interface RitzBasis {
  /** Rows of Q. */
  readonly order: number;
  /** Ritz vectors of the leading pairs [pairs, P], filled by `examine`. */
  readonly leading: Matrix;
  /** Hv − θv of the leading pairs [pairs, P], filled by `examine`. */
  readonly residuals: Matrix;
  clear(): void;
  /** Q [order, P], a view. */
  vectors(): Matrix;
  /** The next `count` rows after Q, to be filled with orthonormal rows and then taken in by `extend`. */
  candidates(count: number): Matrix;
  /** Multiplies the first `count` candidates by H and takes them into the basis. */
  extend(product: BlockProduct, count: number): Promise<void>;
  /** Ritz pairs by descending magnitude. */
  ritz(): RitzPairs;
  /** Fills `leading` and `residuals`; returns ‖Hv − θv‖ of each leading pair. */
  examine(): Promise<number[]>;
  /** Fills `target` [m, P] with the Ritz vectors from number `first` on. */
  combine(first: number, target: Matrix): Promise<void>;
  /** Replaces the basis by its best Ritz vectors. */
  restart(): Promise<void>;
}

/**
 * Prepares the basis of a Rayleigh–Ritz search.
 * @param ops operations
 * @param size P
 * @param sizes pairs, rows kept at a restart, rows in all
 * @returns an empty basis, with memory for 2·(capacity + pairs) vectors
 */
export function ritzBasis(ops: Ops, size: number, sizes: RitzBasisSizes): RitzBasis {
  const { pairs, keep, capacity, scratch } = sizes;
  const basis = zeros(capacity, size);
  const images = zeros(capacity, size);
  const leading = zeros(pairs, size);
  const residuals = zeros(pairs, size);
  /** T = Q H Qᵀ, lower triangle, rows of `capacity`. */
  const projected = new Float64Array(capacity * capacity);
  let order = 0;
  let found: RitzPairs = { values: new Float64Array(0), vectors: new Float64Array(0) };

  const combine = async (first: number, count: number, source: Matrix, target: Matrix): Promise<void> => {
    const combination = matrix(found.vectors.subarray(first * order), count, order);
    await ops.gemm(combination, rowsOf(source, 0, order), target);
  };

  return {
    get order() {
      return order;
    },
    leading,
    residuals,
    clear() {
      order = 0;
    },
    vectors: () => rowsOf(basis, 0, order),
    candidates: (count) => rowsOf(basis, order, count),

    async extend(product, count) {
      const added = rowsOf(images, order, count);
      await product(rowsOf(basis, order, count), added);
      const rows = zeros(count, order + count);
      await ops.gemm(added, rowsOf(basis, 0, order + count), rows, { transposeB: true });
      for (let row = 0; row < count; row++)
        projected.set(rowsOf(rows, row, 1).data, (order + row) * capacity);
      order += count;
      found = rayleighRitz(projected, capacity, order);
    },

    ritz: () => found,

    async examine() {
      await combine(0, pairs, basis, leading);
      await combine(0, pairs, images, residuals);
      return Array.from({ length: pairs }, (_, pair) => {
        return subtract(found.values[pair]!, rowsOf(leading, pair, 1).data, rowsOf(residuals, pair, 1).data);
      });
    },

    combine: (first, target) => combine(first, target.rows, basis, target),

    async restart() {
      const count = Math.min(order, keep);
      const target = matrix(scratch, count, size);
      for (const source of [basis, images]) {
        await combine(0, count, source, target);
        source.data.set(target.data);
      }
      for (let row = 0; row < count; row++) {
        projected.fill(0, row * capacity, row * capacity + row);
        projected[row * (capacity + 1)] = found.values[row]!;
      }
      order = count;
      found = rayleighRitz(projected, capacity, order);
    },
  };
}

/** r ← r − θ v; returns ‖r‖. */
function subtract(value: number, vector: Float64Array, residual: Float64Array): number {
  let even = 0;
  let odd = 0;
  const end = residual.length - (residual.length % 2);
  for (let index = 0; index < end; index += 2) {
    const a = residual[index]! - value * vector[index]!;
    const b = residual[index + 1]! - value * vector[index + 1]!;
    residual[index] = a;
    residual[index + 1] = b;
    even += a * a;
    odd += b * b;
  }
  if (end < residual.length) {
    const last = residual[end]! - value * vector[end]!;
    residual[end] = last;
    even += last * last;
  }
  return Math.sqrt(even + odd);
}
