/**
 * The first author's own benchmark of his later solvers (TheoremEngine/Stable-Solvers, Solver-Benchmark.ipynb): CIFAR-10 / 255, the first
 * 2, 4 or 10 classes, width 512, depth 6, cross-entropy to loss 0.01. His times are of an A100 in float32; ours of one thread in
 * float64, from the images to the last snapshot on disk.
 *
 *     EOS_SAMPLES=… node bench/author.ts [classes/images …]      for example 2/64 10/256; all six without
 *
 * The images are a sample of the same set, not his. EOS_AUTHOR_SOLVER gives solver settings as JSON to try others.
 */
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunRecorder } from '../src/artifacts/run-recorder.ts';
import { solverName, solverSettings } from '../src/artifacts/solver-settings.ts';
import { sampleRows } from '../src/datasets/sample-rows.ts';
import { layerBlocks, prepareTraining, startTraining, trainingLoss } from '../src/numerics/index.ts';
import { matrix } from '../src/tensors/matrix.ts';
import { openBlas } from '../src/tensors/open-blas.ts';

const columns = 3072;
const stopLoss = 0.01;

/** Seconds to loss 0.01 that the notebook shows. */
const author = [
  { classes: 2, images: 64, exponentialEuler: 4.4, gradientDescent: 11.5 },
  { classes: 4, images: 64, exponentialEuler: 14.0, gradientDescent: 13.9 },
  { classes: 10, images: 64, exponentialEuler: 70.5, gradientDescent: 12.2 },
  { classes: 2, images: 256, exponentialEuler: 10.4, gradientDescent: 68.1 },
  { classes: 4, images: 256, exponentialEuler: 33.0, gradientDescent: 88.1 },
  { classes: 10, images: 256, exponentialEuler: 182, gradientDescent: 81.9 },
];

const folder = process.env.EOS_SAMPLES;
if (folder === undefined)
  throw new Error('bench/author.ts needs EOS_SAMPLES, a folder with cifar-10/data_batch_1.bin');
const records = await readFile(join(folder, 'cifar-10/data_batch_1.bin'));

/** Images drawn from those of the first classes. */
function images(classes: number, count: number): { inputs: Float64Array; labels: Int32Array } {
  const all = Array.from({ length: records.length / (columns + 1) }, (_, row) => row * (columns + 1));
  const offsets = all.filter((offset) => records[offset]! < classes);
  const rows = sampleRows(offsets.length, count, 0);
  const inputs = new Float64Array(count * columns);
  const labels = new Int32Array(count);
  for (const [sample, row] of rows.entries()) {
    const offset = offsets[row]!;
    labels[sample] = records[offset]!;
    for (let column = 0; column < columns; column++)
      inputs[sample * columns + column] = records[offset + 1 + column]! / 255;
  }
  return { inputs, labels };
}

const ops = await openBlas({ threads: 1 });
const { name, library, precision } = ops.backend;
console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${name} (${library}), ${precision}, 1 thread\n`);

async function train(classes: number, count: number): Promise<string[]> {
  const { inputs, labels } = images(classes, count);
  const output = await mkdtemp(join(tmpdir(), 'eos-author-'));
  const solver = solverSettings.parse({
    method: 'stabilized-rk',
    ...(JSON.parse(process.env.EOS_AUTHOR_SOLVER ?? '{}') as object),
  });
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  try {
    const { problem, parameters } = await prepareTraining(ops, {
      network: { depth: 6, width: 512, init: 'xavier-normal', gain: Math.SQRT2 },
      networkSeed: 0,
      inputs: matrix(inputs, count, columns),
      labels,
      outputs: classes,
      criterion: { name: 'cross-entropy' },
    });
    const recorder = new RunRecorder(output);
    const choice = { ...solver, method: solverName(solver), stopLoss };
    for await (const { record, snapshot, audit } of startTraining(trainingLoss(ops, problem), choice, {
      parameters,
      seed: 0,
    }))
      recorder.add(record, snapshot && layerBlocks(problem.network, snapshot), audit);
    recorder.finish();
    const used = process.cpuUsage(cpu);
    const { rows, counts } = recorder;
    const last = rows.at(-1)!;
    return [
      ((performance.now() - began) / 1e3).toFixed(1),
      ((used.user + used.system) / 1e6).toFixed(1),
      String(rows.filter(({ stages }) => stages === undefined || stages > 0).length),
      String(last.gradients ?? rows.length),
      String(Math.round(rows.reduce((sum, row) => sum + row.blockProducts, 0))),
      String(counts.snapshots.length),
      last.time.toFixed(4),
    ];
  } finally {
    await rm(output, { recursive: true });
  }
}

console.log(
  '| classes | images | his exponential Euler, s | his adaptive gradient descent, s | ours, s | CPU s | steps | gradients | products | snapshots | end t |',
);
console.log('|---|---|---|---|---|---|---|---|---|---|---|');
const wanted = process.argv.slice(2);
for (const { classes, images: count, exponentialEuler, gradientDescent } of author) {
  if (wanted.length > 0 && !wanted.includes(`${classes}/${count}`)) continue;
  const ours = await train(classes, count);
  console.log(`| ${[classes, count, exponentialEuler, gradientDescent, ...ours].join(' | ')} |`);
}
