import { copyIn, zerosIn } from '../../tensors/allocate.ts';
import { matrix, rowsOf } from '../../tensors/matrix.ts';
import type { Matrix, Numbers } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import type { BlockProduct } from '../network/block-product.ts';
import { gram, inverseCholesky, orthonormalize } from './orthonormalize.ts';
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
}

/** A growing orthonormal basis Q of a search, its images W = H Q, and the Ritz pairs in it. */
export interface RitzBasis<Data extends Numbers = Float64Array> {
  /** Rows of Q. */
  readonly order: number;
  /** Ritz vectors v of the leading pairs [pairs, P], filled by `examine`. */
  readonly leading: Matrix<Data>;
  /** Hv of the leading pairs [pairs, P], filled by `examine`. */
  readonly leadingImages: Matrix<Data>;
  /** Forgets the basis and begins a new one with the span of nearly orthonormal rows; `start` must stay as it is. */
  begin(product: BlockProduct<Data>, start: Matrix<Data>): Promise<void>;
  /** Room for `count` rows after Q, to be filled for `extend`; a full basis is first replaced by its best Ritz vectors. */
  candidates(count: number): Promise<Matrix<Data>>;
  /** Makes candidates orthonormal, multiplies them by H and takes them in; returns how many were independent of Q. */
  extend(product: BlockProduct<Data>, candidates: Matrix<Data>): Promise<number>;
  /** Ritz pairs by descending magnitude. */
  ritz(): RitzPairs;
  /** Fills `leading` and `leadingImages`; returns ‖Hv − θv‖ of each leading pair. */
  examine(): Promise<number[]>;
  /** Fills `target` [m, P] with the images Hv of the Ritz vectors from number `first` on. */
  combineImages(first: number, target: Matrix<Data>): Promise<void>;
}

/** Pivots of the start's Gram matrix with which one Cholesky factorisation is accurate enough. */
const WELL_CONDITIONED = 0.1;

/**
 * Prepares the basis of a Rayleigh–Ritz search.
 *
 * A search begins with rows V that are only nearly orthonormal, and most searches end there: so V is multiplied as it
 * is, T = N (V H Vᵀ) Nᵀ with N V Vᵀ Nᵀ = I, and Q = N V is formed only when the search goes on.
 * @param ops operations
 * @param size P
 * @param sizes pairs, rows kept at a restart, rows in all
 * @returns an empty basis, with memory for 2·(capacity + pairs) + keep vectors
 */
export function ritzBasis<Data extends Numbers>(
  ops: Ops<Data>,
  size: number,
  sizes: RitzBasisSizes,
): RitzBasis<Data> {
  const { pairs, keep, capacity } = sizes;
  const basis = zerosIn(ops, capacity, size);
  const images = zerosIn(ops, capacity, size);
  const leading = zerosIn(ops, pairs, size);
  const leadingImages = zerosIn(ops, pairs, size);
  const scratch = ops.allocate(keep * size);
  /** T = Q H Qᵀ, lower triangle, rows of `capacity`. */
  const projected = new Float64Array(capacity * capacity);
  let order = 0;
  let found: RitzPairs = { values: new Float64Array(0), vectors: new Float64Array(0) };
  /** V and N as long as Q = N V is not formed. */
  let unformed: { readonly start: Matrix<Data>; readonly normalizer: Matrix<Data> } | undefined;

  /** Multiplies new rows by H, and extends T. */
  const takeIn = async (product: BlockProduct<Data>, count: number): Promise<void> => {
    const added = rowsOf(images, order, count);
    await product(rowsOf(basis, order, count), added);
    const rows = zerosIn(ops, count, order + count);
    await ops.gemm(added, rowsOf(basis, 0, order + count), rows, { transposeB: true });
    for (let row = 0; row < count; row++) projected.set(rowsOf(rows, row, 1).data, (order + row) * capacity);
    order += count;
    found = rayleighRitz(projected, capacity, order);
  };

  const replace = async (
    target: Matrix<Data>,
    combination: Matrix<Data>,
    source: Matrix<Data>,
  ): Promise<void> => {
    const result = matrix(scratch, combination.rows, size);
    await ops.gemm(combination, source, result);
    target.data.set(result.data);
  };

  const form = async (): Promise<void> => {
    if (unformed === undefined) return;
    await ops.gemm(unformed.normalizer, unformed.start, rowsOf(basis, 0, order));
    await replace(images, unformed.normalizer, rowsOf(images, 0, order));
    unformed = undefined;
  };

  const restart = async (): Promise<void> => {
    const combination = copyIn(ops, matrix(found.vectors, Math.min(order, keep), order));
    await replace(basis, combination, rowsOf(basis, 0, order));
    await replace(images, combination, rowsOf(images, 0, order));
    order = combination.rows;
    for (let row = 0; row < order; row++) {
      projected.fill(0, row * capacity, row * capacity + row);
      projected[row * (capacity + 1)] = found.values[row]!;
    }
    found = rayleighRitz(projected, capacity, order);
  };

  /** Ritz vectors, or their images, from number `first` on. */
  const combine = async (first: number, source: Matrix<Data>, target: Matrix<Data>): Promise<void> => {
    const rows = copyIn(ops, matrix(found.vectors.subarray(first * order), target.rows, order));
    const combination = unformed ? zerosIn(ops, target.rows, order) : rows;
    if (unformed) await ops.gemm(rows, unformed.normalizer, combination);
    await ops.gemm(combination, rowsOf(source, 0, order), target);
  };

  return {
    get order() {
      return order;
    },
    leading,
    leadingImages,

    async begin(product, start) {
      order = 0;
      unformed = undefined;
      const count = start.rows;
      const overlaps = (await gram(ops, start)).data;
      // A power step of what is mostly rounding may have any norm, and pivots beside it are as exact as that is small.
      let largest = 1;
      for (let row = 0; row < count; row++) largest = Math.max(largest, overlaps[row * (count + 1)]!);
      const factor = inverseCholesky(overlaps, count, WELL_CONDITIONED * largest);
      if (factor === undefined) {
        const rows = rowsOf(basis, 0, count);
        rows.data.set(start.data);
        const independent = await orthonormalize(ops, rowsOf(basis, 0, 0), rows, scratch);
        if (independent > 0) await takeIn(product, independent);
        return;
      }
      const normalizer = copyIn(ops, factor);
      unformed = { start, normalizer };
      await product(start, rowsOf(images, 0, count));
      const [raw, half, whole] = [0, 1, 2].map(() => zerosIn(ops, count, count)) as [
        Matrix<Data>,
        Matrix<Data>,
        Matrix<Data>,
      ];
      await ops.gemm(rowsOf(images, 0, count), start, raw, { transposeB: true });
      await ops.gemm(normalizer, raw, half);
      await ops.gemm(half, normalizer, whole, { transposeB: true });
      for (let row = 0; row < count; row++) projected.set(rowsOf(whole, row, 1).data, row * capacity);
      order = count;
      found = rayleighRitz(projected, capacity, order);
    },

    async candidates(count) {
      await form();
      if (order + count > capacity) await restart();
      return rowsOf(basis, order, count);
    },

    async extend(product, candidates) {
      const count = await orthonormalize(ops, rowsOf(basis, 0, order), candidates, scratch);
      if (count > 0) await takeIn(product, count);
      return count;
    },

    ritz: () => found,

    async examine() {
      await combine(0, unformed?.start ?? basis, leading);
      await combine(0, images, leadingImages);
      return Array.from({ length: pairs }, (_, pair) =>
        distance(found.values[pair]!, rowsOf(leading, pair, 1).data, rowsOf(leadingImages, pair, 1).data),
      );
    },

    combineImages: (first, target) => combine(first, images, target),
  };
}

/** ‖w − θ v‖, by two sums so that one addition need not wait for the other. */
function distance(value: number, vector: Numbers, image: Numbers): number {
  let even = 0;
  let odd = 0;
  const end = image.length - (image.length % 2);
  for (let index = 0; index < end; index += 2) {
    const a = image[index]! - value * vector[index]!;
    const b = image[index + 1]! - value * vector[index + 1]!;
    even += a * a;
    odd += b * b;
  }
  const last = end < image.length ? image[end]! - value * vector[end]! : 0;
  return Math.sqrt(even + odd + last * last);
}
