/**
 * Analysis of one snapshot by the closed forms, against an implementation that takes each sample by itself and forms K and
 * every layerwise Jacobian; both in the same run, on the same numbers.
 *
 *     node bench/snapshot-analysis.ts [samples] [width] [naive samples]
 */
import { cpus } from 'node:os';
import {
  blockProduct,
  createRandom,
  lanczosEnds,
  layerBlocks,
  snapshotAnalyzer,
  symmetricEigenvalues,
  trainingLoss,
  type LayerBlock,
  type TrainingProblem,
} from '../src/numerics/index.ts';
import { rowsOf } from '../src/tensors/matrix.ts';
import { openBlas } from '../src/tensors/open-blas.ts';
import { searchStart } from '../src/numerics/decomposition/spectrum.ts';
import { sampleNorms } from '../src/numerics/decomposition/sample-norms.ts';
import { atrialFibrillationProblem } from './solver-problems.ts';

const [samples = 480, width = 512, naiveSamples = 2] = process.argv.slice(2).map(Number);
const ops = await openBlas();
const { title, problem, start } = await atrialFibrillationProblem(ops, samples, width);
const loss = trainingLoss(ops, problem);
const size = loss.parameterCount;
const gradient = new Float64Array(size);

// Far enough along the flow for the spectrum to look as it does in training.
for (let step = 0; step < 50; step++) {
  await loss.gradient(start, gradient);
  ops.axpy(-0.02, gradient, start);
}

console.log(`${title}, ${problem.inputs.columns} input columns, P = ${size}`);
console.log(
  `${cpus()[0]!.model}, ${cpus().length} cores; ${ops.backend.name}, threads: ${ops.backend.threads}\n`,
);
console.log('| part | products | wall, s | CPU, s |\n|---|---|---|---|');

const accuracy = { tolerance: 1e-6 };
const norms = await timed('norms of all samples', async () => ({
  result: await sampleNorms(
    ops,
    problem.network,
    layerBlocks(problem.network, start),
    problem.inputs,
    problem.criterion,
    accuracy,
  ),
}));
await loss.gradient(start, gradient);
for (const [name, ends] of [
  ['hessian', ['largest']],
  ['gauss-newton', ['largest']],
  ['residual', ['largest', 'smallest']],
] as const)
  await timed(`λ of ${name}`, async () => {
    const product = blockProduct(loss, name);
    const request = { name, ends, tolerance: 1e-6 };
    const from = await searchStart(ops, gradient, createRandom(0, 'bench'));
    const { values, products } = await lanczosEnds(ops, product, request, from);
    return { result: values, products };
  });
const analyzer = snapshotAnalyzer(ops, problem);
const whole = await timed('whole analysis', async () => ({
  result: (await analyzer.analyze(start)).quantities,
}));

const began = performance.now();
let worst = 0;
for (let sample = 0; sample < naiveSamples; sample++) {
  const naive = await naiveNorms(problem, start, sample);
  worst = Math.max(
    worst,
    Math.abs(norms.k[sample]! / naive.k - 1),
    ...naive.delta.map((norm, i) =>
      Math.abs(((1 + norms.activation[i]![sample]!) * norms.curvedJacobian[i]![sample]!) / norm - 1),
    ),
    ...naive.jacobian.map((norm, i) => Math.abs(norms.layerwiseJacobian[i]![sample]! / norm - 1)),
  );
}
const perSample = (performance.now() - began) / 1000 / naiveSamples;
console.log(
  `\nnaive: ${perSample.toFixed(2)} s a sample over ${naiveSamples}, so about ${(perSample * samples).toFixed(0)} s for ${samples} samples` +
    ` (without any λ); largest relative difference of a norm ${worst.toExponential(1)}`,
);
console.log(
  `λ_1(Hessian) ${whole.hessian.largest.toPrecision(6)}, ρ(K) ${whole.overlapRatio.toPrecision(4)}, ` +
    `P^1_{Δ,J} ${whole.jacobianAlignmentProduct[0]!.toPrecision(4)}; peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`,
);

async function timed<Result>(
  part: string,
  work: () => Promise<{ result: Result; products?: number }>,
): Promise<Result> {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  const { result, products } = await work();
  const used = process.cpuUsage(cpu);
  const seconds = [(performance.now() - wall) / 1000, (used.user + used.system) / 1e6];
  console.log(`| ${part} | ${products ?? ''} | ${seconds.map((s) => s.toFixed(2)).join(' | ')} |`);
  return result;
}

/** One sample by the definitions: dense J^i with all eigenvalues of J Jᵀ, and K^i of [O, n_{i−1}·n_i] entries (cross-entropy). */
async function naiveNorms({ network, inputs }: TrainingProblem, parameters: Float64Array, sample: number) {
  const layers = layerBlocks(network, parameters);
  const x = [rowsOf(inputs, sample, 1).data];
  for (const [i, { weight, bias }] of layers.entries()) {
    const output = bias.slice();
    const input = x[i]!;
    for (let row = 0; row < weight.rows; row++)
      for (let j = 0; j < weight.columns; j++)
        output[j]! += input[row]! * weight.data[row * weight.columns + j]!;
    x.push(i === layers.length - 1 ? output : output.map((s) => (s > 0 ? s : Math.expm1(s))));
  }
  const z = x.at(-1)!;
  const classes = z.length;
  const exponentials = z.map((value) => Math.exp(value - Math.max(...z)));
  const total = exponentials.reduce((sum, e) => sum + e, 0);
  const p = exponentials.map((e) => e / total);
  // Any S with S Sᵀ = H_z l gives the norms of R: here D^{1/2}(I − s sᵀ).
  let rows = Array.from({ length: classes }, (_, q) =>
    Float64Array.from(
      { length: classes },
      (__, o) => Math.sqrt(p[o]!) * ((o === q ? 1 : 0) - Math.sqrt(p[o]! * p[q]!)),
    ),
  );
  const gramOfK = new Float64Array(classes * classes);
  const delta: number[] = [];
  const jacobian: number[] = [];
  for (let i = layers.length - 1; i >= 0; i--) {
    const blocks = rows.map((row) => outer(x[i]!, row));
    const gram = new Float64Array(classes * classes);
    for (let q = 0; q < classes; q++)
      for (let r = 0; r < classes; r++) gram[q * classes + r] = await ops.dot(blocks[q]!, blocks[r]!);
    gram.forEach((entry, index) => (gramOfK[index]! += entry));
    delta.unshift(symmetricEigenvalues(gram, classes)[0]!);
    if (i === 0) break;
    const dense = denseJacobian(layers[i]!, x[i]!);
    rows = rows
      .map((row) => dense.map((line) => line.reduce((sum, value, j) => sum + value * row[j]!, 0)))
      .map((row) => Float64Array.from(row));
    jacobian.unshift(largestSquaredSingularValue(dense));
  }
  return { k: symmetricEigenvalues(gramOfK, classes)[0]!, delta, jacobian };
}

function outer(x: Float64Array, row: Float64Array): Float64Array {
  const block = new Float64Array((x.length + 1) * row.length);
  for (let k = 0; k <= x.length; k++)
    for (let j = 0; j < row.length; j++) block[k * row.length + j] = (x[k] ?? 1) * row[j]!;
  return block;
}

/** diag(σ') A, its rows. */
function denseJacobian({ weight }: LayerBlock, x: Float64Array): Float64Array[] {
  return Array.from(x, (value, row) => {
    const slope = value > 0 ? 1 : 1 + value;
    return rowsOf(weight, row, 1).data.map((entry) => slope * entry);
  });
}

function largestSquaredSingularValue(lines: Float64Array[]): number {
  const [n, m] = [lines.length, lines[0]!.length];
  const order = Math.min(n, m);
  const column = (j: number) => Float64Array.from(lines, (line) => line[j]!);
  const vectors = n <= m ? lines : Array.from({ length: m }, (_, j) => column(j));
  const gram = new Float64Array(order * order);
  for (let i = 0; i < order; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < vectors[i]!.length; k++) sum += vectors[i]![k]! * vectors[j]![k]!;
      gram[i * order + j] = sum;
    }
  return symmetricEigenvalues(gram, order)[0]!;
}
