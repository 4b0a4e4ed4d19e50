import { describe, expect, it } from 'vitest';
import { alignmentPictures } from '../../../../../src/numerics/decomposition/picture/alignment-picture.ts';
import { sharesInBins } from '../../../../../src/numerics/decomposition/picture/shares-in-bins.ts';
import { curvedNorms, layerwiseNorms } from '../../../../../src/numerics/decomposition/sample-norms.ts';
import { symmetricEigen } from '../../../../../src/numerics/linalg/symmetric-eigen.ts';
import { layerBlocks, type LayerBlock } from '../../../../../src/numerics/network/architecture.ts';
import { allocateForward, forward, type ForwardPass } from '../../../../../src/numerics/network/forward.ts';
import { initialize } from '../../../../../src/numerics/network/initialize.ts';
import { createRandom } from '../../../../../src/numerics/random.ts';
import { eluSlope } from '../../../../../src/tensors/elu-slope.ts';
import { zeros } from '../../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';
import { recycledOps } from '../../../../../src/tensors/recycled-ops.ts';

const ops = recycledOps(await openBlas());
const network = { widths: [5, 14, 11, 9, 3] };
const criterion = { name: 'cross-entropy' } as const;

async function picturesOf(layers: readonly LayerBlock[]) {
  const inputs = zeros(4, 5);
  createRandom(5, 'inputs').fillGaussian(inputs.data);
  const pass = await forward(ops, layers, allocateForward(network, inputs));
  const norms = {
    ...(await curvedNorms(ops, layers, pass, criterion)),
    layerwiseJacobian: await layerwiseNorms(ops, layers, pass, { tolerance: 1e-12 }),
  };
  return { pass, norms, pictures: await alignmentPictures(ops, layers, pass, criterion, norms, 3) };
}

type Dense = number[][];
const times = (a: Dense, b: Dense): Dense =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)));
const transposed = (a: Dense): Dense => a[0]!.map((_, j) => a.map((row) => row[j]!));
const eigen = (a: Dense) => symmetricEigen(Float64Array.from(a.flat()), a.length);

/** J^i, [n_{i+1}, n_i], and Δ^i up to a factor, i = 1..L, of one sample by their definitions. */
function matricesOf(layers: readonly LayerBlock[], pass: ForwardPass, sample: number) {
  const z = [...pass.outputs.data.subarray(3 * sample, 3 * sample + 3)];
  const total = z.reduce((sum, x) => sum + Math.exp(x), 0);
  const p = z.map((x) => Math.exp(x) / total);
  const hessian = p.map((x, i) => p.map((y, j) => (i === j ? x : 0) - x * y));
  const { values, vectors } = eigen(hessian);
  const root = [0, 1, 2].map((m) =>
    [0, 1, 2].map((j) => Math.sqrt(Math.max(values[m]!, 0)) * vectors[3 * m + j]!),
  );
  const jacobians = layers.slice(1).map(({ weight: { rows, columns, data } }, index): Dense => {
    const x = pass.activations[index + 1]!.data.subarray(sample * rows, (sample + 1) * rows);
    return Array.from({ length: columns }, (_, j) =>
      Array.from({ length: rows }, (__, i) => data[i * columns + j]! * eluSlope(x[i]!)),
    );
  });
  const deltas = [root];
  for (const jacobian of [...jacobians].reverse()) deltas.unshift(times(deltas[0]!, jacobian));
  return { jacobians, deltas };
}

describe('alignmentPictures', () => {
  const layers = layerBlocks(network, initialize(network, { init: 'xavier-normal', gain: 1 }, 3));

  it('spreads the first singular vector of Δ over the singular directions of J as a dense SVD does', async () => {
    const { pass, pictures } = await picturesOf(layers);
    expect(pictures).toHaveLength(3);
    for (const [sample, own] of pictures!.entries()) {
      const { jacobians, deltas } = matricesOf(layers, pass, sample);
      expect(own).toHaveLength(jacobians.length);
      for (const [index, picture] of own.entries()) {
        const [jacobian, delta, after] = [jacobians[index]!, deltas[index + 1]!, deltas[index]!];
        const stretch = eigen(times(jacobian, transposed(jacobian)));
        const sensitivity = eigen(times(transposed(delta), delta));
        const product = eigen(times(after, transposed(after))).values[0]!;
        const order = jacobian.length;
        const first = sensitivity.vectors.subarray(0, order);
        const parts = Array.from(
          { length: order },
          (_, k) => first.reduce((sum, x, j) => sum + x * stretch.vectors[k * order + j]!, 0) ** 2,
        );
        const top = stretch.values[0]!;
        expect(picture.squaredNorm / top).toBeCloseTo(1, 9);
        expect(picture.ratio / (product / (sensitivity.values[0]! * top))).toBeCloseTo(1, 9);
        const expected = sharesInBins(
          {
            values: [...stretch.values].reverse(),
            weights: parts.reverse(),
            settled: parts.map(() => true),
          },
          top * (1 + 1e-9),
          20,
        );
        for (const [bin, share] of picture.sensitive.entries()) expect(share).toBeCloseTo(expected[bin]!, 6);
        expect(picture.random.reduce((sum, share) => sum + share)).toBeCloseTo(1, 10);
      }
    }
  });

  it('shows r = 1 where Δ lies along the direction that J stretches most', async () => {
    // One direction alone is passed on by every layer: A = 2 e_1 e_1ᵀ but for the last.
    const parameters = new Float64Array(initialize(network, { init: 'xavier-normal', gain: 1 }, 3).length);
    const aligned = layerBlocks(network, parameters);
    for (const { weight } of aligned) weight.data[0] = 2;
    for (const { bias } of aligned) bias[0] = 1;
    const { pictures } = await picturesOf(aligned);
    // The output layer sees three classes, not one direction.
    for (const { ratio, sensitive } of pictures![0]!.slice(0, -1)) {
      expect(ratio).toBeCloseTo(1, 9);
      expect(sensitive.at(-1)).toBeCloseTo(1, 9);
    }
  });

  it('makes none where Δ is 0', async () => {
    const saturated = layerBlocks(network, initialize(network, { init: 'xavier-normal', gain: 1 }, 3));
    saturated[3]!.bias[0] = 1e6;
    expect((await picturesOf(saturated)).pictures).toBeUndefined();
  });
});
