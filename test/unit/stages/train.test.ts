import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runDescription } from '../../../src/artifacts/run-description.ts';
import { readSnapshot } from '../../../src/artifacts/snapshot-file.ts';
import { DatasetWriter } from '../../../src/datasets/write-dataset.ts';
import {
  allocateForward,
  architecture,
  createRandom,
  evaluateCriterion,
  forward,
  initialize,
  layerBlocks,
  restoreWeight,
} from '../../../src/numerics/index.ts';
import { matrix, zeros } from '../../../src/tensors/matrix.ts';
import { openBlas } from '../../../src/tensors/open-blas.ts';
import { TensorFile } from '../../../src/tensors/safetensors/safetensors.ts';
import stage from '../../../stages/train.ts';
import { folderCheckpoint } from '../../folder-checkpoint.ts';
import { runStage } from '../../stage-context.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const network = { depth: 3, width: 10, activation: 'elu', init: 'xavier-normal', gain: Math.SQRT2 } as const;
const inputs = createInputs();

function createInputs() {
  const values = new Float64Array(40 * 30);
  createRandom(3, 'inputs').fillGaussian(values);
  return values;
}

/** 40 samples of 30 inputs in 3 classes. */
function dataset(values = inputs, labelOf = (sample: number) => sample % 3): string {
  const folder = temporaryFolder();
  using writer = new DatasetWriter(folder, {
    name: 'gaussian',
    title: 'Gaussian clouds',
    attribution: 'made up',
    readings: [],
    classes: ['a', 'b', 'c'],
    inputShape: [30],
    encoding: { type: 'float64' },
    splits: { train: { samples: 40 } },
  });
  writer.append(
    'train',
    values,
    Int32Array.from({ length: 40 }, (_, sample) => labelOf(sample)),
  );
  writer.finish();
  return folder;
}

const defaults = {
  experiment: 'clouds',
  criterion: 'cross-entropy',
  stopLoss: 0.5,
  size: 12,
  networkSeed: 1,
  subsetSeed: 2,
  network,
};

/** A signal that is aborted when it has been looked at so many times. */
function stoppedAfter(looks: number, reason: Error): AbortSignal {
  const controller = new AbortController();
  let count = 0;
  return Object.defineProperty(controller.signal, 'aborted', {
    get() {
      if (++count === looks) controller.abort(reason);
      return count >= looks;
    },
  });
}

async function train(changes: Record<string, unknown> = {}, path = dataset()) {
  const output = temporaryFolder();
  const params = { ...defaults, solver: { maxStepSize: 0.05 }, ...changes };
  const outcome = await runStage(stage, {
    params,
    output,
    inputs: { dataset: { name: 'gaussian', path } },
  });
  return {
    output,
    outcome,
    run: runDescription.parse(JSON.parse(readFileSync(join(output, 'run.json'), 'utf8'))),
  };
}

describe('train', () => {
  it('writes snapshots whose full network, restored from seed and basis, has the recorded loss', async () => {
    const { output, run } = await train();
    expect(run).toMatchObject({
      dataset: 'gaussian',
      classes: ['a', 'b', 'c'],
      inputs: 30,
      compressedInputs: 12,
    });
    using subset = TensorFile.open(join(output, 'subset.safetensors'));
    const basis = matrix(subset.read('basis', 'F64'), 12, 30);
    const rows = subset.read('rows', 'I32');
    const labels = subset.read('labels', 'I32');
    expect([...labels]).toEqual([...rows].map((row) => row % 3));
    const full = zeros(12, 30);
    for (const [sample, row] of rows.entries())
      full.data.set(inputs.subarray(row * 30, (row + 1) * 30), sample * 30);

    const ops = await openBlas();
    const [small, large] = [architecture(12, 3, 10, 3), architecture(30, 3, 10, 3)];
    const trained = layerBlocks(small, readSnapshot(output, run.iterations));
    const initial = layerBlocks(large, initialize(large, network, run.networkSeed));
    const weight = await restoreWeight(ops, basis, initial[0]!.weight, trained[0]!.weight);
    const layers = [{ ...trained[0]!, weight }, ...trained.slice(1)];
    const { outputs } = await forward(ops, layers, allocateForward(large, full));
    const memory = { delta: zeros(12, 3), probabilities: zeros(12, 3) };
    const loss = evaluateCriterion({ name: 'cross-entropy' }, outputs, labels, memory);
    expect(Math.abs(loss / run.loss - 1)).toBeLessThan(1e-12);
    expect(run.loss).toBeLessThanOrEqual(0.5);
  });

  it('reports iterations and loss against its target, and returns the headline numbers', async () => {
    const { outcome, run } = await train();
    expect(outcome.progress[0]!.message).toMatch(/^iteration 0, loss \d\.\d+ → 0\.5$/);
    expect(outcome.metrics).toEqual({
      status: 'converged',
      iterations: run.iterations,
      loss: run.loss,
      blockProducts: run.blockProducts,
    });
    expect(outcome.log[1]).toBe('12 samples, 30 inputs in 12 columns');
  });

  it('says that the iteration limit was reached, and keeps what there is', async () => {
    const { run } = await train({ solver: { maxStepSize: 0.05, maxIterations: 7 } });
    expect(run).toMatchObject({ status: 'iteration-limit', iterations: 7, snapshots: [0, 7] });
  });

  it('says at the start what the subset makes of the training', async () => {
    const solver = { maxStepSize: 0.05, maxIterations: 2 };
    const few = await train(
      { size: 3, solver },
      dataset(inputs, (sample) => (sample < 38 ? 0 : sample - 37)),
    );
    expect(few.outcome.warnings).toContain(
      'all 3 samples of the subset are of class a, so there is nothing to tell apart: take more samples, or another subset seed',
    );
    // All but two inputs are the same.
    const same = inputs.map((value, index) => (index < 38 * 30 ? inputs[index % 30]! : value));
    const contradiction = await train({ size: 40, solver }, dataset(same));
    expect(contradiction.outcome.warnings[0]).toMatch(
      /^equal inputs have different labels, so the loss cannot fall below 1\.0\d and never reaches 0\.5: remove such samples, or raise stopLoss$/,
    );
    expect((await train({ solver })).outcome.warnings).toHaveLength(1);
  });

  it('trains by gradient descent with a fixed step, one eigenvalue an iteration', async () => {
    const { run } = await train({ solver: { method: 'gradient-descent', maxStepSize: 0.05 } });
    expect(run).toMatchObject({ status: 'converged', limitedIterations: 0, gradients: run.iterations + 1 });
    expect(run.time).toBeCloseTo(0.05 * run.iterations, 12);
    expect(run.loss).toBeLessThanOrEqual(0.5);
    expect(run).not.toHaveProperty('steps');
  });

  it('records how the MSE is reduced', async () => {
    const { run } = await train({ criterion: 'mse', stopLoss: 0.7 });
    expect(run).toMatchObject({ criterion: 'mse', reduction: 'sum', status: 'converged' });
    expect((await train({ criterion: 'mse', reduction: 'mean', stopLoss: 0.7 })).run.reduction).toBe('mean');
    expect((await train()).run).not.toHaveProperty('reduction');
  });

  it('trains the same network whichever subset it sees', async () => {
    const [one, other] = [await train({ subsetSeed: 2 }), await train({ subsetSeed: 3 })];
    const bias = (output: string) =>
      layerBlocks(architecture(12, 3, 10, 3), readSnapshot(output, 0)).slice(1);
    expect(bias(one.output)).toEqual(bias(other.output));
    expect(one.run.loss).not.toBe(other.run.loss);
  });

  it('names iteration, loss, sharpness and step where the training diverges', async () => {
    const failed = train({ network: { ...network, gain: 1e120 } });
    await expect(failed).rejects.toThrow(
      /^training diverged at iteration 0: loss NaN; it is so before the first step\. Lower solver\.maxStepSize or network\.gain, or check the inputs for very large values\.$/,
    );
  });

  it('refuses a subset larger than the dataset', async () => {
    await expect(train({ size: 41 })).rejects.toThrow(
      'the subset asks for 41 samples, but dataset gaussian has 40 training samples: ' +
        'ask for at most 40 (sizes of the experiment in pipeline.yaml) or make the dataset larger',
    );
  });

  it.each([
    { method: 'exponential-euler' },
    { method: 'stabilized-rk' },
    { method: 'gradient-descent' },
    { reference: 'dormand-prince' },
  ])('ends in the same bytes when it is stopped again and again, by %o', async (solver) => {
    const whole = await train({ solver: { maxStepSize: 0.05, ...solver } });
    const checkpoint = folderCheckpoint(temporaryFolder());
    const [path, stops] = [dataset(), new Error('stopped')];
    for (let turns = 5; ; turns += 5) {
      const output = temporaryFolder();
      const params = { ...defaults, solver: { maxStepSize: 0.05, ...solver } };
      const inputs = { dataset: { name: 'gaussian', path } };
      const signal = stoppedAfter(turns, stops);
      try {
        await runStage(stage, { params, output, inputs, checkpoint, signal });
      } catch (error) {
        expect(error).toBe(stops);
        continue;
      }
      for (const file of ['run.json', 'iterations.safetensors'])
        expect(readFileSync(join(output, file))).toEqual(readFileSync(join(whole.output, file)));
      break;
    }
    expect(checkpoint.saves()).toBeGreaterThan(0);
  });
});
