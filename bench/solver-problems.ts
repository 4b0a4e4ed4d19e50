import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { generateDice } from '../src/datasets/dice/generate.ts';
import { atrialFibrillation } from '../src/datasets/time-series/atrial-fibrillation.ts';
import { prepareTimeSeries } from '../src/datasets/time-series/prepare-time-series.ts';
import { readSubset } from '../src/datasets/read-dataset.ts';
import { sampleRows } from '../src/datasets/sample-rows.ts';
import { architecture, layerBlocks } from '../src/numerics/network/architecture.ts';
import { compressInputs, compressWeight } from '../src/numerics/network/compress-inputs.ts';
import { initialize } from '../src/numerics/network/initialize.ts';
import type { TrainingProblem } from '../src/numerics/network/training-loss.ts';
import { matrix } from '../src/tensors/matrix.ts';
import type { Matrix } from '../src/tensors/matrix.ts';
import type { Ops } from '../src/tensors/ops.ts';

/** A network, its training samples and where training starts: one run of the comparison. */
export interface SolverProblem {
  readonly title: string;
  readonly problem: TrainingProblem;
  /** θ_0 [P], first layer compressed. */
  readonly start: Float64Array;
  readonly stopLoss: number;
}

interface Samples {
  readonly inputs: Matrix;
  readonly labels: Int32Array;
}

export async function atrialFibrillationProblem(
  ops: Ops,
  size: number,
  width: number,
): Promise<SolverProblem> {
  const folder = await mkdtemp(join(tmpdir(), 'eos-bench-'));
  try {
    const settings = { window: 128, stride: 1, windows: 512 };
    const data = resolve(import.meta.dirname, '../data/atrial-fibrillation');
    const file = (name: string) => ({ name, path: join(data, name) });
    await prepareTimeSeries(
      folder,
      () => atrialFibrillation(settings),
      { train: file('AtrialFibrillation_TRAIN.ts'), test: file('AtrialFibrillation_TEST.ts') },
      settings,
    );
    const { inputs, labels } = await readSubset(folder, { size, seed: 0 });
    const samples = { inputs: matrix(inputs, size, inputs.length / size), labels };
    return await prepare(ops, `AtrialFibrillation, D = ${size}, width ${width}`, samples, 3, width);
  } finally {
    await rm(folder, { recursive: true });
  }
}

export async function diceProblem(ops: Ops, size: number, width: number): Promise<SolverProblem> {
  const folder = await mkdtemp(join(tmpdir(), 'eos-bench-'));
  try {
    await generateDice(
      folder,
      { seed: 1, imagesPerClass: 200, channels: 3, inputs: 'black-on-white' },
      () => undefined,
    );
    const { inputs, labels } = await readSubset(folder, { size, seed: 0 });
    const samples = { inputs: matrix(inputs, size, inputs.length / size), labels };
    return await prepare(ops, `dice, D = ${size}, width ${width}`, samples, 6, width);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Undefined without the sample images, whose folder EOS_SAMPLES names. */
export async function cifarProblem(
  ops: Ops,
  size: number,
  width: number,
): Promise<SolverProblem | undefined> {
  const folder = process.env.EOS_SAMPLES;
  if (folder === undefined) return undefined;
  const records = await readFile(join(folder, 'cifar-10/data_batch_1.bin'));
  const columns = 3072;
  const rows = sampleRows(records.length / (columns + 1), size, 0);
  const inputs = new Float64Array(size * columns);
  const labels = new Int32Array(size);
  rows.forEach((row, index) => {
    const record = records.subarray(row * (columns + 1), (row + 1) * (columns + 1));
    labels[index] = record[0]!;
    for (let column = 0; column < columns; column++)
      inputs[index * columns + column] = record[column + 1]! / 255;
  });
  const samples = { inputs: matrix(inputs, size, columns), labels };
  return prepare(ops, `CIFAR-10, D = ${size}, width ${width}`, samples, 10, width);
}

async function prepare(
  ops: Ops,
  title: string,
  { inputs, labels }: Samples,
  classes: number,
  width: number,
): Promise<SolverProblem> {
  const full = architecture(inputs.columns, 6, width, classes);
  const start = initialize(full, { init: 'xavier-normal', gain: Math.SQRT2 }, 0);
  const common = { labels, criterion: { name: 'cross-entropy' } as const };
  const compressed = await compressInputs(ops, inputs);
  if (compressed === undefined)
    return { title, problem: { network: full, inputs, ...common }, start, stopLoss: 0.01 };
  const { coordinates, basis } = compressed;
  const network = architecture(coordinates.columns, 6, width, classes);
  const first = layerBlocks(full, start)[0]!.weight;
  const weight = await compressWeight(ops, basis, first);
  const rest = start.subarray(first.data.length);
  const compressedStart = new Float64Array(weight.data.length + rest.length);
  compressedStart.set(weight.data);
  compressedStart.set(rest, weight.data.length);
  return {
    title,
    problem: { network, inputs: coordinates, ...common },
    start: compressedStart,
    stopLoss: 0.01,
  };
}
