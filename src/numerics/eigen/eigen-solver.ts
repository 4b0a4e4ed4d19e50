import { zerosIn } from '../../tensors/allocate.ts';
import { rowsOf, type Matrix, type Numbers } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import type { BlockProduct } from '../network/block-product.ts';
import { createRandom, resumeRandom, type RandomState } from '../random.ts';
import { addRandomPart } from './add-random-part.ts';
import { auditEigenpairs } from './audit.ts';
import type { AuditedEigenpairs, EigenSettings, TopEigenpairs } from './eigenpairs.ts';
import { predictor } from './predictor.ts';
import { ritzBasis } from './ritz-basis.ts';

/** Lanczos steps of an audit. */
const auditSteps = 12;

/** Finds eigenpairs again and again as the matrix changes, each search starting from the results of the last two. */
export interface EigenSolver<Data extends Numbers = Float64Array> {
  readonly settings: EigenSettings;
  /** Start of the next search: predicted v_1, …, v_{k+1}, then the guards: [k+1+guards, P]. Set it to resume. */
  readonly block: Matrix<Data>;
  /** Vectors of the last search, from which the next prediction is made [k+1, P]; zero at first. Set it to resume. */
  readonly previous: Matrix<Data>;
  /**
   * The k+1 eigenpairs of largest magnitude of a symmetric matrix H. The first search of all may start nearly orthogonal to what
   * it looks for: it takes a dozen products, or is audited.
   * @param product multiplies by H
   * @param withGuards whether the guards are multiplied from the start; they always join where a search needs a second round
   * @param maxRounds in the place of the settings' own
   */
  solve(product: BlockProduct<Data>, withGuards: boolean, maxRounds?: number): Promise<TopEigenpairs<Data>>;
  /** Looks from a cold start for eigenvalues that a search missed; each one joins the block, and the search is repeated. */
  audit(product: BlockProduct<Data>, found: TopEigenpairs<Data>): Promise<AuditedEigenpairs<Data>>;
  /** State of the random numbers: hand it to `eigenSolver` to resume. */
  random(): RandomState;
  /** Copies the vectors of the last search, the start of the next and the random state; the result puts them back. */
  keep(): () => void;
}

/**
 * Prepares a search for the eigenpairs of largest magnitude (section 7.1; the paper's block power iteration at equal meaning).
 *
 * Warm-started block Krylov iteration with Rayleigh–Ritz. The start block V spans Q; T = Q H Qᵀ gives Ritz pairs, and
 * the residuals Hv − θv of the pairs that have not converged (only those: converged ones are locked) extend Q, which
 * makes the search as fast as block Lanczos while any start is allowed. At a full basis the best half of the Ritz
 * vectors is kept. One round suffices where the predicted start is good. Guards hold a random part, so that what grows is seen in time.
 * @param ops operations
 * @param size P, order of the matrix
 * @param settings number of pairs and accuracy
 * @param randomState where the random numbers of starts and audits go on
 * @returns the solver, with memory for about 5 blocks of vectors and twice `capacity` vectors
 * @throws {RangeError} when more pairs are asked for than the matrix has
 */
export function eigenSolver<Data extends Numbers>(
  ops: Ops<Data>,
  size: number,
  settings: EigenSettings,
  randomState: RandomState = createRandom(0, 'eigen-solver').state(),
): EigenSolver<Data> {
  const { pairs } = settings;
  if (pairs > size)
    throw new RangeError(`eigenSolver: ${pairs} eigenpairs asked of a matrix of order ${size}`);
  const width = Math.min(size, pairs + settings.guards);
  const capacity = Math.min(size, settings.capacity ?? Math.max(2 * (pairs + settings.guards), 24));
  const block = zerosIn(ops, width, size);
  const spare = zerosIn(ops, width - pairs, size);
  const space = ritzBasis(ops, size, { pairs, keep: Math.max(width, Math.floor(capacity / 2)), capacity });
  const prediction = predictor(ops, pairs, size);
  let random = resumeRandom(randomState);

  /** The largest ‖Hv − θv‖ with which a pair has converged. */
  const limitOf = (values: Float64Array, pair: number): number => {
    const { tolerance, lastTolerance, step } = settings;
    if (pair === pairs - 1) return lastTolerance * Math.abs(values[pair]!);
    const largest = Math.abs(values[0]!);
    if (step === undefined) return tolerance * largest;
    const stepSize = step.size(values.subarray(0, pairs));
    return Math.max(tolerance * largest, Math.min(step.tolerance / stepSize, lastTolerance * largest));
  };

  /** Residual norms, and which pairs have not converged. */
  const examine = async (): Promise<{ norms: number[]; open: number[] }> => {
    const { values } = space.ritz();
    const norms = await space.examine();
    return { norms, open: norms.flatMap((norm, pair) => (norm <= limitOf(values, pair) ? [] : [pair])) };
  };

  /** One more round: residuals of the open pairs, and the guards where they join. Returns the directions multiplied. */
  const continueWith = async (
    product: BlockProduct<Data>,
    open: number[],
    joining: number,
  ): Promise<number> => {
    const { values } = space.ritz();
    const candidates = await space.candidates(Math.min(open.length + joining, size - space.order));
    for (let row = 0; row < candidates.rows; row++) {
      const target = rowsOf(candidates, row, 1).data;
      const pair = open[row];
      if (pair === undefined) {
        target.set(rowsOf(block, pairs + row - open.length, 1).data);
      } else {
        target.set(rowsOf(space.leadingImages, pair, 1).data);
        ops.axpy(-values[pair]!, rowsOf(space.leading, pair, 1).data, target);
      }
    }
    return space.extend(product, candidates);
  };

  const search = async (
    product: BlockProduct<Data>,
    withGuards: boolean,
    maxRounds = settings.maxRounds,
  ): Promise<TopEigenpairs<Data>> => {
    if (withGuards) await addRandomPart(ops, rowsOf(block, pairs, width - pairs), random);
    await space.begin(product, rowsOf(block, 0, withGuards ? width : pairs));
    let directions = space.order;
    // Where H has fewer eigenvalues than pairs, power steps turn what rounding leaves along those that there are.
    if (space.order < pairs) {
      const fresh = await space.candidates(pairs - space.order);
      random.fillGaussian(fresh.data);
      directions += await space.extend(product, fresh);
    }
    if (space.order < pairs)
      throw new RangeError(
        `eigenSolver: the start block has rank ${space.order}, expected at least ${pairs}`,
      );
    let rounds = 1;
    let { norms, open } = await examine();
    while (open.length > 0 && rounds < maxRounds && space.order < size) {
      // A search that needs a second round is not settled: let the guards take part.
      const fresh = await continueWith(product, open, rounds === 1 && !withGuards ? width - pairs : 0);
      if (fresh === 0) break;
      directions += fresh;
      rounds++;
      ({ norms, open } = await examine());
    }
    const { values } = space.ritz();
    // The guards before the prediction: a search of one round still combines them from the start block. They take a power step, too.
    if (space.order > pairs) {
      const target = rowsOf(spare, 0, Math.min(width, space.order) - pairs);
      await space.combineImages(pairs, target);
      for (let row = 0; row < target.rows; row++) {
        const { data } = rowsOf(target, row, 1);
        const squared = await ops.dot(data, data);
        if (squared > 0) ops.scale(1 / Math.sqrt(squared), data);
      }
      rowsOf(block, pairs, target.rows).data.set(target.data);
    }
    await prediction.predict(values, space.leadingImages, rowsOf(block, 0, pairs));
    return {
      values: values.slice(0, pairs),
      vectors: space.leading,
      norms,
      residual: pairs > 1 ? Math.max(...norms.slice(0, -1)) / Math.abs(values[0]!) : 0,
      lastResidual: norms[pairs - 1]! / Math.abs(values[pairs - 1]!),
      ...(space.order > pairs && (withGuards || rounds > 1) && { next: values[pairs]! }),
      converged: open.length === 0 || space.order === size,
      directions,
      rounds,
    };
  };

  const audit = async (
    product: BlockProduct<Data>,
    first: TopEigenpairs<Data>,
  ): Promise<AuditedEigenpairs<Data>> => {
    let found = first;
    let directions = 0;
    for (let missed = 0; ; missed++) {
      const strongest = await auditEigenpairs(ops, product, found.vectors, random, auditSteps);
      directions += strongest?.directions ?? 0;
      const limit = (1 + settings.lastTolerance) * Math.abs(found.values.at(-1)!);
      if (strongest === undefined || Math.abs(strongest.value) <= limit || missed === pairs) {
        // From below, too, and nearer than what a guard that is new holds of it.
        const next = Math.max(Math.abs(found.next ?? 0), Math.abs(strongest?.value ?? 0));
        return { found: strongest ? { ...found, next } : found, missed, directions };
      }
      rowsOf(block, width - 1, 1).data.set(strongest.vector);
      found = await search(product, true);
      directions += found.directions;
    }
  };

  const solve: EigenSolver<Data>['solve'] = async (product, withGuards, maxRounds) => {
    // The last row is zero before the first search for so many pairs.
    const isFirst = rowsOf(prediction.previous, pairs - 1, 1).data.every((entry) => entry === 0);
    const found = await search(product, withGuards, maxRounds);
    if (!isFirst || found.rounds >= auditSteps) return found;
    const audited = await audit(product, found);
    return { ...audited.found, directions: found.directions + audited.directions };
  };

  const keep = () => {
    const state = random.state();
    const memory = [block.data, prediction.previous.data, space.leading.data];
    const copies = memory.map((data) => [data, data.slice()] as const);
    return () => {
      for (const [data, copy] of copies) data.set(copy);
      random = resumeRandom(state);
    };
  };

  return {
    settings,
    block,
    previous: prediction.previous,
    solve,
    audit,
    random: () => random.state(),
    keep,
  };
}
