import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decompositionError } from '../../src/numerics/decomposition/invariants.ts';
import { ConvergenceError } from '../../src/numerics/convergence-error.ts';
import { layerDecomposition } from '../../src/numerics/decomposition/layer-decomposition.ts';
import { sampleNorms, type SampleNorms } from '../../src/numerics/decomposition/sample-norms.ts';
import {
  createRandom,
  layerBlocks,
  parameterCount,
  symmetricEigen,
  type Criterion,
} from '../../src/numerics/index.ts';
import { matrix, zeros, type Matrix } from '../../src/tensors/matrix.ts';
import { openBlas } from '../../src/tensors/open-blas.ts';

const ops = await openBlas();

interface Case {
  widths: number[];
  samples: number;
  criterion: Criterion;
  /** Standard deviation of the parameters: large ones saturate the softmax. */
  scale: number;
  seed: number;
  denseLimit: number;
}

const cases = fc.record<Case>({
  widths: fc
    .tuple(
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 2, max: 5 }),
    )
    .map(([inputs, hidden, outputs]) => [inputs, ...hidden, outputs]),
  samples: fc.integer({ min: 1, max: 5 }),
  criterion: fc.constantFrom<Criterion>(
    { name: 'cross-entropy' },
    { name: 'mse', reduction: 'sum' },
    { name: 'mse', reduction: 'mean' },
  ),
  scale: fc.constantFrom(0.2, 0.5, 1),
  seed: fc.integer({ min: 0, max: 1e6 }),
  denseLimit: fc.constantFrom(0, 12),
});

function draw({ widths, samples, scale, seed }: Case): { parameters: Float64Array; inputs: Matrix } {
  const random = createRandom(seed, 'property');
  const parameters = new Float64Array(parameterCount({ widths }));
  random.fillGaussian(parameters);
  for (let i = 0; i < parameters.length; i++) parameters[i]! *= scale;
  const inputs = zeros(samples, widths[0]!);
  random.fillGaussian(inputs.data);
  return { parameters, inputs };
}

async function norms(test: Case, parameters: Float64Array, inputs: Matrix): Promise<SampleNorms> {
  const network = { widths: test.widths };
  const accuracy = { tolerance: 1e-12, denseLimit: test.denseLimit };
  try {
    return await sampleNorms(
      ops,
      network,
      layerBlocks(network, parameters),
      inputs,
      test.criterion,
      accuracy,
    );
  } catch (error) {
    // So near to the precision of numbers the search may say that it cannot tell, which is no wrong answer.
    fc.pre(!(error instanceof ConvergenceError));
    throw error;
  }
}

type Dense = number[][];
const multiply = (a: Dense, b: Dense): Dense =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)));
const transpose = (a: Dense): Dense => a[0]!.map((_, j) => a.map((row) => row[j]!));
const squaredLength = (x: number[]): number => x.reduce((sum, value) => sum + value * value, 0);
const squaredNorm = (a: Dense): number =>
  symmetricEigen(Float64Array.from(multiply(a, transpose(a)).flat()), a.length).values[0]!;

/** R = (H_z l)^{1/2} by eigenvectors, as the paper defines it. */
function squareRoot(hessian: Dense): Dense {
  const n = hessian.length;
  const { values, vectors } = symmetricEigen(Float64Array.from(hessian.flat()), n);
  return hessian.map((row, i) =>
    row.map((_, j) =>
      values.reduce(
        (sum, v, m) => sum + Math.sqrt(Math.max(v, 0)) * vectors[m * n + i]! * vectors[m * n + j]!,
        0,
      ),
    ),
  );
}

/** The definitions of section 2.2 for one sample, literally: K [O, P] is built, J^i are full matrices. */
function literal(test: Case, parameters: Float64Array, x0: number[]) {
  const layers = layerBlocks({ widths: test.widths }, parameters);
  const dense = (i: number): Dense =>
    Array.from({ length: layers[i]!.weight.rows }, (_, r) =>
      Array.from(
        layers[i]!.weight.data.subarray(r * layers[i]!.weight.columns, (r + 1) * layers[i]!.weight.columns),
      ),
    );
  const depth = layers.length;
  const x: number[][] = [x0];
  const slope: number[][] = [];
  layers.forEach(({ bias }, i) => {
    const hat = multiply([x[i]!], dense(i))[0]!.map((value, j) => value + bias[j]!);
    // σ' is taken from x in float64, so a unit deep in saturation has an absolute accuracy of 1e-16, not a relative one.
    slope.push(hat.map((s) => (s > 0 ? 1 : 1 + Math.expm1(s))));
    x.push(i === depth - 1 ? hat : hat.map((s) => (s > 0 ? s : Math.expm1(s))));
  });
  const z = x[depth]!;
  const top = Math.max(...z);
  const total = z.reduce((sum, value) => sum + Math.exp(value - top), 0);
  const p = z.map((value) => Math.exp(value - top) / total);
  const constant = test.criterion.name === 'mse' && test.criterion.reduction === 'mean' ? 2 / z.length : 2;
  const root = squareRoot(
    z.map((_, o) =>
      z.map((__, q) =>
        test.criterion.name === 'mse' ? (o === q ? constant : 0) : (o === q ? p[o]! : 0) - p[o]! * p[q]!,
      ),
    ),
  );
  // ∂x̂^{i+1}/∂x̂^i as a map of columns, [n_{i+1}, n_i], and ∂f/∂x̂^i by the chain rule.
  const jacobians = Array.from({ length: depth - 1 }, (_, i) =>
    transpose(dense(i + 1)).map((row) => row.map((weight, j) => weight * slope[i]![j]!)),
  );
  const backward: Dense[] = [];
  backward[depth - 1] = z.map((_, o) => z.map((__, q) => (o === q ? 1 : 0)));
  for (let i = depth - 2; i >= 0; i--) backward[i] = multiply(backward[i + 1]!, jacobians[i]!);
  // ∂f/∂A^i: row q holds ∂f_q/∂x̂^i_j · x^{i−1}_k for all j, k, then ∂f_q/∂b^i.
  const blocks = backward.map((b, i) =>
    multiply(
      root,
      b.map((row) => [...x[i]!.flatMap((activation) => row.map((value) => value * activation)), ...row]),
    ),
  );
  const delta = backward.map((b, i) => {
    const factor = Math.sqrt(1 + squaredLength(x[i]!));
    return multiply(root, b).map((row) => row.map((value) => factor * value));
  });
  return {
    k: squaredNorm(root.map((_, q) => blocks.flatMap((block) => block[q]!))),
    kByLayer: blocks.map(squaredNorm),
    delta: delta.map(squaredNorm),
    jacobian: jacobians.map(squaredNorm),
    // diag(p) − p pᵀ loses the digits of small probabilities: the definitions are this accurate at saturation.
    rounding:
      1e-14 *
      backward.reduce(
        (sum, b, i) => sum + (1 + squaredLength(x[i]!)) * (1 + squaredLength(x[i + 1]!)) * squaredNorm(b),
        0,
      ),
    deltaJacobian: jacobians.map((jacobian, i) => squaredNorm(multiply(delta[i + 1]!, jacobian))),
  };
}

function near(actual: number, expected: number, accuracy: number, rounding = 0): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(accuracy * Math.abs(expected) + rounding);
}

describe('the decomposition of a random network', () => {
  it('agrees with the definitions of section 2.2 taken literally, sample by sample', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (test) => {
        const { parameters, inputs } = draw(test);
        const { k, curvedJacobian, activation, layerwiseJacobian } = await norms(test, parameters, inputs);
        for (let s = 0; s < test.samples; s++) {
          const x0 = Array.from(inputs.data.subarray(s * inputs.columns, (s + 1) * inputs.columns));
          const expected = literal(test, parameters, x0);
          const { rounding } = expected;
          near(k[s]!, expected.k, 1e-10, rounding);
          curvedJacobian.forEach((norm, i) => {
            near((1 + activation[i]![s]!) * norm[s]!, expected.delta[i]!, 1e-10, rounding);
            near((1 + activation[i]![s]!) * norm[s]!, expected.kByLayer[i]!, 1e-10, rounding);
          });
          layerwiseJacobian.forEach((norm, i) => {
            near(norm[s]!, expected.jacobian[i]!, 1e-11);
            near(
              (1 + activation[i + 1]![s]!) * curvedJacobian[i]![s]!,
              expected.deltaJacobian[i]!,
              1e-10,
              rounding,
            );
          });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('fulfils Eq. 7 to 1e-10, and max E‖K^i‖² ≤ E‖K‖² ≤ Σ E‖K^i‖²', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (test) => {
        const { parameters, inputs } = draw(test);
        const layers = layerDecomposition(await norms(test, parameters, inputs));
        // A layer of one saturated unit passes nothing on: then there is nothing to divide.
        fc.pre(layers.meanSquaredNormLayerwiseJacobian.every((norm) => norm > 0));
        fc.pre(layers.meanSquaredNormDelta.every((norm) => norm > 0));
        expect(decompositionError(layers)).toBeLessThan(1e-10);
        const { meanSquaredNormK, meanSquaredNormDelta } = layers;
        expect(Math.max(...meanSquaredNormDelta)).toBeLessThanOrEqual(meanSquaredNormK * (1 + 1e-12));
        expect(meanSquaredNormK).toBeLessThanOrEqual(
          meanSquaredNormDelta.reduce((sum, norm) => sum + norm, 0) * (1 + 1e-12),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('does not change when the inputs are rotated and A^1 with them, into more coordinates too', async () => {
    await fc.assert(
      fc.asyncProperty(cases, fc.integer({ min: 0, max: 4 }), async (test, extra) => {
        const { parameters, inputs } = draw(test);
        const [n0, n1] = [test.widths[0]!, test.widths[1]!];
        // Columns of an orthogonal matrix of order n0 + extra: eigenvectors of a random symmetric matrix.
        const order = n0 + extra;
        const seed = zeros(order, order);
        createRandom(test.seed, 'rotation').fillGaussian(seed.data);
        const { vectors } = symmetricEigen(seed.data, order);
        const rotation = matrix(vectors, n0, order);
        const rotated = zeros(inputs.rows, order);
        await ops.gemm(inputs, rotation, rotated);
        const weight = zeros(order, n1);
        await ops.gemm(rotation, matrix(parameters, n0, n1), weight, { transposeA: true });
        const turned = { ...test, widths: [order, ...test.widths.slice(1)] };
        const before = await norms(test, parameters, inputs);
        const after = await norms(
          turned,
          Float64Array.from([...weight.data, ...parameters.subarray(n0 * n1)]),
          rotated,
        );
        for (const [a, b] of [
          [before.k, after.k],
          ...before.activation.map((norm, i) => [norm, after.activation[i]!] as const),
          ...before.curvedJacobian.map((norm, i) => [norm, after.curvedJacobian[i]!] as const),
          ...before.layerwiseJacobian.map((norm, i) => [norm, after.layerwiseJacobian[i]!] as const),
        ] as const)
          a.forEach((value, s) => {
            near(b[s]!, value, 1e-9, 1e-300);
          });
      }),
      { numRuns: 100 },
    );
  });
});
