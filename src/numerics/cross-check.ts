import { matrix, zeros } from '../tensors/matrix.ts';
import type { Matrix } from '../tensors/matrix.ts';
import type { Backend, Ops } from '../tensors/ops.ts';
import { snapshotAnalyzer } from './decomposition/snapshot-analyzer.ts';
import type { SnapshotQuantities } from './decomposition/snapshot-analyzer.ts';
import { architecture } from './network/architecture.ts';
import { blockProduct } from './network/block-product.ts';
import type { CurvatureMatrix } from './network/block-product.ts';
import type { Criterion } from './network/criterion.ts';
import { initialize } from './network/initialize.ts';
import { trainingLoss } from './network/training-loss.ts';
import type { TrainingProblem } from './network/training-loss.ts';
import { createRandom } from './random.ts';

/** One quantity computed by both backends. */
export interface CrossCheckRow {
  readonly criterion: Criterion['name'];
  /** For example `gradient` or `analysis: overlapRatio`. */
  readonly quantity: string;
  /** ‖a − b‖ / ‖b‖, b from the first backend. */
  readonly difference: number;
  /** The largest difference that passes. */
  readonly limit: number;
  readonly passed: boolean;
}

/** What the comparison of two backends found. */
export interface CrossCheck {
  readonly reference: Backend;
  readonly checked: Backend;
  readonly rows: readonly CrossCheckRow[];
  readonly passed: boolean;
}

/** Largest relative difference, and accuracy asked of the analysis, by the coarser precision of the two backends. */
const limits = {
  float64: { difference: 1e-9, analysis: 1e-11 },
  float32: { difference: 1e-4, analysis: 1e-5 },
} as const;
const samples = 48;
const directions = 3;
const criteria: readonly Criterion[] = [{ name: 'cross-entropy' }, { name: 'mse', reduction: 'sum' }];
const curvatures: readonly CurvatureMatrix[] = ['hessian', 'gauss-newton', 'residual'];

/**
 * Computes loss, gradient, block products and a whole snapshot analysis on two backends and compares them.
 *
 * The network has six layers, 20 → 32 → … → 4, 48 random samples; both criteria. Two backends share no kernel, so agreement
 * speaks for both.
 *
 * @param reference the backend to compare with, usually blas
 * @param checked the backend to check, usually tfjs
 * @returns a row for each quantity; relative differences up to 1e-9 pass, up to 1e-4 where one backend is float32
 */
export async function crossCheck(reference: Ops, checked: Ops): Promise<CrossCheck> {
  const single = [reference, checked].some(({ backend }) => backend.precision === 'float32');
  const { difference: limit, analysis } = limits[single ? 'float32' : 'float64'];
  const rows: CrossCheckRow[] = [];
  for (const criterion of criteria) {
    const expected = await quantitiesOn(reference, criterion, analysis);
    const actual = await quantitiesOn(checked, criterion, analysis);
    for (const [quantity, values] of expected) {
      const difference = relativeDifference(actual.get(quantity)!, values);
      rows.push({ criterion: criterion.name, quantity, difference, limit, passed: difference <= limit });
    }
  }
  return {
    reference: reference.backend,
    checked: checked.backend,
    rows,
    passed: rows.every(({ passed }) => passed),
  };
}

async function quantitiesOn(
  ops: Ops,
  criterion: Criterion,
  accuracy: number,
): Promise<Map<string, ArrayLike<number>>> {
  const problem = problemWith(criterion);
  const parameters = initialize(problem.network, { init: 'xavier-normal', gain: Math.SQRT2 }, 1);
  const loss = trainingLoss(ops, problem);
  const gradient = new Float64Array(loss.parameterCount);
  const found = new Map<string, ArrayLike<number>>();
  found.set('loss', [await loss.gradient(parameters, gradient)]);
  found.set('gradient', gradient);
  const block = gaussianMatrix(directions, loss.parameterCount, 'directions');
  for (const curvature of curvatures) {
    const product = zeros(directions, loss.parameterCount);
    await blockProduct(loss, curvature)(block, product);
    found.set(`block product: ${curvature}`, product.data);
  }
  const analyzer = snapshotAnalyzer(ops, problem, { tolerance: accuracy, eigenTolerance: accuracy });
  const { quantities } = await analyzer.analyze(parameters);
  for (const [name, values] of numbersOf(quantities)) found.set(`analysis: ${name}`, values);
  return found;
}

function problemWith(criterion: Criterion): TrainingProblem {
  const network = architecture(20, 6, 32, 4);
  const labels = Int32Array.from({ length: samples }, (_, sample) => sample % 4);
  return { network, inputs: gaussianMatrix(samples, 20, 'inputs'), labels, criterion };
}

function gaussianMatrix(rows: number, columns: number, purpose: string): Matrix {
  const result = matrix(new Float64Array(rows * columns), rows, columns);
  createRandom(1, `cross-check/${purpose}`).fillGaussian(result.data);
  return result;
}

/** Every number of an analysis by name; not its own checks, which are rounding. */
function numbersOf(analysis: SnapshotQuantities): [string, number[]][] {
  const quantities = Object.entries(analysis).filter(([name]) => name !== 'checks');
  return quantities.map(([name, value]: [string, number | number[] | object]) => [
    name,
    typeof value === 'number' ? [value] : Object.values(value).filter((entry) => typeof entry === 'number'),
  ]);
}

function relativeDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let difference = 0;
  let norm = 0;
  for (let index = 0; index < expected.length; index++) {
    difference += (actual[index]! - expected[index]!) ** 2;
    norm += expected[index]! ** 2;
  }
  return norm === 0 ? Math.sqrt(difference) : Math.sqrt(difference / norm);
}
