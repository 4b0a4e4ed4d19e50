import { matrix, rowsOf, zeros } from '../../tensors/matrix.ts';
import type { Matrix } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import type { BlockProduct } from '../network/block-product.ts';
import { orthonormalize } from './orthonormalize.ts';
import { rayleighRitz } from './rayleigh-ritz.ts';
import type { RitzPairs } from './rayleigh-ritz.ts';

/** How many eigenpairs are found, and how accurately. */
export interface EigenSettings {
  /** Number of eigenpairs, k + 1. */
  readonly pairs: number;
  /** Further directions that are followed, so that an eigenvalue on its way up is seen before it arrives. */
  readonly guards: number;
  /** The first k pairs have ‖Hv − λv‖ ≤ tolerance · |λ_1|. */
  readonly tolerance: number;
  /** The last pair, whose eigenvalue sets the step size, has ‖Hv − λv‖ ≤ lastTolerance · |λ_{k+1}|. */
  readonly lastTolerance: number;
  /** Rounds of one block product each before the search ends with what it has. */
  readonly maxRounds: number;
}

/** The eigenpairs of largest magnitude. */
export interface TopEigenpairs {
  /** λ_1, …, λ_{k+1}: signed, by descending magnitude. */
  readonly values: Float64Array;
  /** v_1, …, v_{k+1} as orthonormal rows [k+1, P]; memory of the solver, overwritten by its next search. */
  readonly vectors: Matrix;
  /** max over the first k pairs of ‖Hv − λv‖ / |λ_1|. */
  readonly residual: number;
  /** ‖Hv − λv‖ / |λ| of the last pair. */
  readonly lastResidual: number;
  readonly converged: boolean;
  /** Directions multiplied by H. */
  readonly directions: number;
}

/** Finds eigenpairs again and again as the matrix changes, each search starting from the result of the last. */
export interface EigenSolver {
  readonly settings: EigenSettings;
  /** Start of the next search: v_1, …, v_{k+1} of the last one, then the guards: [k+1+guards, P]. Set it to resume. */
  readonly block: Matrix;
  /**
   * The k+1 eigenpairs of largest magnitude of a symmetric matrix H.
   * @param product multiplies by H
   * @param withGuards whether the guards are multiplied from the start; they always join where a search needs more than one round
   */
  solve(product: BlockProduct, withGuards: boolean): Promise<TopEigenpairs>;
}

/**
 * Prepares a search for the eigenpairs of largest magnitude (section 7.1; the paper's block power iteration at equal meaning).
 *
 * Warm-started block Krylov iteration with Rayleigh–Ritz. The start block V spans Q; T = Q H Qᵀ gives Ritz pairs, and
 * the residuals Hv − θv of the pairs that have not converged (only those: converged ones are locked) extend Q, which
 * makes the search as fast as block Lanczos while any start is allowed. At a full basis the best half of the Ritz
 * vectors is kept. One round suffices where the start is good.
 * @param ops operations
 * @param size P, order of the matrix
 * @param settings number of pairs and accuracy
 * @returns the solver, with memory for about 3·max(3(k+1), 24) vectors
 * @throws {RangeError} when more pairs are asked for than the matrix has
 */
export function eigenSolver(ops: Ops, size: number, settings: EigenSettings): EigenSolver {
  const { pairs } = settings;
  if (pairs > size)
    throw new RangeError(`eigenSolver: ${pairs} eigenpairs asked of a matrix of order ${size}`);
  const width = Math.min(size, pairs + settings.guards);
  const capacity = Math.min(size, Math.max(3 * pairs + settings.guards, 24));
  const block = zeros(width, size);
  const basis = zeros(capacity, size);
  const images = zeros(capacity, size);
  const ritz = zeros(pairs, size);
  const residuals = zeros(pairs, size);
  const scratch = new Float64Array(Math.max(width, Math.ceil(capacity / 2)) * size);
  const projected = new Float64Array(capacity * capacity);

  /** Replaces the basis by its best Ritz vectors. */
  const restart = async (order: number, found: RitzPairs): Promise<number> => {
    const keep = Math.min(order, Math.max(width, Math.floor(capacity / 2)));
    const combination = matrix(found.vectors, keep, order);
    const target = matrix(scratch, keep, size);
    for (const source of [basis, images]) {
      await ops.gemm(combination, rowsOf(source, 0, order), target);
      source.data.set(target.data);
    }
    projected.fill(0);
    for (let index = 0; index < keep; index++) projected[index * (capacity + 1)] = found.values[index]!;
    return keep;
  };

  /** Ritz vectors and residuals of the first pairs; returns the residual norms. */
  const examine = async (order: number, found: RitzPairs): Promise<number[]> => {
    const combination = matrix(found.vectors, pairs, order);
    await ops.gemm(combination, rowsOf(basis, 0, order), ritz);
    await ops.gemm(combination, rowsOf(images, 0, order), residuals);
    const norms: number[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      const residual = rowsOf(residuals, pair, 1).data;
      ops.axpy(-found.values[pair]!, rowsOf(ritz, pair, 1).data, residual);
      norms.push(Math.sqrt(await ops.dot(residual, residual)));
    }
    return norms;
  };

  const solve = async (product: BlockProduct, withGuards: boolean): Promise<TopEigenpairs> => {
    const started = withGuards ? width : pairs;
    basis.data.set(rowsOf(block, 0, started).data);
    let fresh = await orthonormalize(ops, rowsOf(basis, 0, 0), rowsOf(basis, 0, started), scratch);
    if (fresh < pairs)
      throw new RangeError(`eigenSolver: the start block has rank ${fresh}, expected at least ${pairs}`);
    let order = 0;
    let directions = 0;
    for (let round = 1; ; round++) {
      const added = rowsOf(images, order, fresh);
      await product(rowsOf(basis, order, fresh), added);
      const rows = zeros(fresh, order + fresh);
      await ops.gemm(added, rowsOf(basis, 0, order + fresh), rows, { transposeB: true });
      for (let row = 0; row < fresh; row++) {
        projected.set(rowsOf(rows, row, 1).data, (order + row) * capacity);
      }
      order += fresh;
      directions += fresh;
      const found = rayleighRitz(projected, capacity, order);
      const norms = await examine(order, found);
      const limits = norms.map((_, pair) =>
        pair < pairs - 1
          ? settings.tolerance * Math.abs(found.values[0]!)
          : settings.lastTolerance * Math.abs(found.values[pair]!),
      );
      const open = norms.flatMap((norm, pair) => (norm <= limits[pair]! ? [] : [pair]));
      if (open.length > 0 && round < settings.maxRounds && order < size) {
        // A search that needs a second round is not settled: let the guards take part.
        const joining = round === 1 && !withGuards ? width - pairs : 0;
        if (order + open.length + joining > capacity) order = await restart(order, found);
        for (const [index, pair] of open.entries()) {
          rowsOf(basis, order + index, 1).data.set(rowsOf(residuals, pair, 1).data);
        }
        rowsOf(basis, order + open.length, joining).data.set(rowsOf(block, pairs, joining).data);
        const candidates = Math.min(open.length + joining, size - order);
        fresh = await orthonormalize(ops, rowsOf(basis, 0, order), rowsOf(basis, order, candidates), scratch);
        if (fresh > 0) continue;
      }
      block.data.set(ritz.data);
      if (order > pairs) {
        const count = Math.min(width, order) - pairs;
        const combination = matrix(found.vectors.subarray(pairs * order), count, order);
        await ops.gemm(combination, rowsOf(basis, 0, order), rowsOf(block, pairs, count));
      }
      return {
        values: found.values.slice(0, pairs),
        vectors: rowsOf(block, 0, pairs),
        residual: pairs > 1 ? Math.max(...norms.slice(0, -1)) / Math.abs(found.values[0]!) : 0,
        lastResidual: norms[pairs - 1]! / Math.abs(found.values[pairs - 1]!),
        converged: open.length === 0 || order === size,
        directions,
      };
    }
  };

  return { settings, block, solve };
}
