import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runAlignment } from '../../../src/artifacts/alignment.ts';
import { runAnalysis } from '../../../src/artifacts/analysis.ts';
import type { RunDescription } from '../../../src/artifacts/run-description.ts';
import { solverSettings } from '../../../src/artifacts/solver-settings.ts';
import { snapshotPath, writeSnapshot } from '../../../src/artifacts/snapshot-file.ts';
import { writeSubset } from '../../../src/artifacts/subset-file.ts';
import { architecture, initialize, layerBlocks } from '../../../src/numerics/index.ts';
import { createRandom } from '../../../src/numerics/random.ts';
import type { Checkpoint } from '../../../src/pipeline/stage/stage.ts';
import { zeros } from '../../../src/tensors/matrix.ts';
import stage from '../../../stages/analyze.ts';
import { runStage } from '../../stage-context.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const network = architecture(4, 3, 6, 2);

/** A run folder with snapshots of three different networks; outputs of those named are so far apart that the softmax is 0 and 1. */
function runFolder(saturated: readonly number[] = []): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'snapshots'));
  const inputs = zeros(8, 4);
  createRandom(1, 'inputs').fillGaussian(inputs.data);
  writeSubset(folder, {
    inputs,
    labels: Int32Array.from({ length: 8 }, (_, i) => i % 2),
    rows: Int32Array.from({ length: 8 }, (_, i) => i),
  });
  const run: RunDescription = {
    format: 1,
    experiment: 'test',
    dataset: 'gaussian',
    datasetTitle: 'Gaussian',
    criterion: 'cross-entropy',
    classes: ['a', 'b'],
    size: 8,
    networkSeed: 0,
    subsetSeed: 0,
    stopLoss: 0.01,
    network: { depth: 3, width: 6, activation: 'elu', init: 'xavier-normal', gain: 1 },
    inputs: 9,
    compressedInputs: 4,
    solver: solverSettings.parse({}),
    precision: 'float64',
    status: 'converged',
    iterations: 12,
    time: 0.12,
    loss: 0.01,
    blockProducts: 1,
    gradients: 1,
    snapshots: [0, 10, 12],
    negativeIterations: 0,
    limitedIterations: 0,
  };
  writeFileSync(join(folder, 'run.json'), JSON.stringify(run));
  for (const iteration of run.snapshots) {
    const parameters = initialize(network, { init: 'xavier-normal', gain: 1 }, iteration);
    if (saturated.includes(iteration)) layerBlocks(network, parameters)[2]!.bias[0] = 1e6;
    writeSnapshot(folder, { iteration, time: iteration / 100, loss: 1 }, layerBlocks(network, parameters));
  }
  return folder;
}

async function analyze(
  path: string,
  extra: { checkpoint?: Checkpoint; signal?: AbortSignal; parallel?: number } = {},
) {
  const output = temporaryFolder();
  const outcome = await runStage(stage, {
    params: {},
    output,
    inputs: { run: { name: 'train', path } },
    ...extra,
  });
  const [text, pictures] = ['analysis.json', 'alignment.json'].map((name) =>
    readFileSync(join(output, name), 'utf8'),
  );
  return { outcome, text: text!, pictures: pictures! };
}

/** Keeps a checkpoint in a folder, as the engine does. */
function keptCheckpoint(): Checkpoint & { saves: number } {
  const folder = temporaryFolder();
  return {
    saves: 0,
    load() {
      return this.saves > 0 ? folder : undefined;
    },
    async save(write) {
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
      await write(folder);
      this.saves++;
    },
  };
}

describe('analyze', () => {
  it('writes one analysis a snapshot, in order, with time and iteration, and says how far it is', async () => {
    const { outcome, text } = await analyze(runFolder());
    const { snapshots, run } = runAnalysis.parse(JSON.parse(text));
    expect(run.experiment).toBe('test');
    expect(snapshots.map(({ iteration, time }) => [iteration, time])).toEqual([
      [0, 0],
      [10, 0.1],
      [12, 0.12],
    ]);
    const peak = Math.max(...snapshots.slice(1).map((snapshot) => snapshot.jacobianAlignmentProduct[0]!));
    expect(outcome.metrics).toEqual({ snapshots: 3, peakAlignment: peak });
    expect(outcome.progress).toEqual([
      { fraction: 0, message: 'snapshot 1 of 3, iteration 0' },
      { fraction: 1 / 3, message: 'snapshot 2 of 3, iteration 10' },
      { fraction: 2 / 3, message: 'snapshot 3 of 3, iteration 12' },
    ]);
  });

  it('says which snapshots are saturated and why, leaves their ratios out, and analyses the rest', async () => {
    const { outcome, text } = await analyze(runFolder([10]));
    const { snapshots, saturated } = runAnalysis.parse(JSON.parse(text));
    expect(snapshots.map(({ iteration }) => iteration)).toEqual([0, 12]);
    expect(saturated).toMatchObject([
      { iteration: 10, time: 0.1, gaussNewton: { largest: 0 }, missing: 'E‖K‖² is 0' },
    ]);
    expect(outcome.metrics).toMatchObject({ snapshots: 2 });
    expect(outcome.warnings).toEqual([
      'iteration 10: E‖K‖² is 0, so the alignment ratios of this snapshot have no value; it is left out of fits and figures',
    ]);
  });

  it('pictures the alignment of three samples at every snapshot that is not saturated', async () => {
    const { pictures } = await analyze(runFolder([10]));
    const { classes, snapshots, run } = runAlignment.parse(JSON.parse(pictures));
    expect(run).toEqual({ experiment: 'test', size: 8, networkSeed: 0, subsetSeed: 0 });
    expect(classes).toEqual(['a', 'b', 'a']);
    expect(snapshots.map(({ iteration, time }) => [iteration, time])).toEqual([
      [0, 0],
      [12, 0.12],
    ]);
    for (const layers of snapshots.flatMap(({ samples }) => samples)) {
      expect(layers).toHaveLength(2);
      for (const { ratio, sensitive, random } of layers) {
        expect(ratio).toBeGreaterThan(0);
        expect(ratio).toBeLessThan(1 + 1e-6);
        for (const shares of [sensitive, random])
          expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 5);
      }
    }
  });

  it('ends without an error where every snapshot is saturated', async () => {
    const { outcome, text } = await analyze(runFolder([0, 10, 12]));
    expect(runAnalysis.parse(JSON.parse(text)).saturated).toHaveLength(3);
    expect(outcome.metrics).toEqual({ snapshots: 0 });
  });

  it('audits the second of every ten snapshots and counts what it looked for', async () => {
    const { text } = await analyze(runFolder());
    // λ_max of the Hessian and both ends of H; 2 layerwise Jacobians of one in eight samples.
    expect(runAnalysis.parse(JSON.parse(text)).audits).toEqual({ searches: 3 + 2, missed: 0 });
  });

  it('makes the same bytes on one thread, on two, and on more than there are snapshots', async () => {
    const folder = runFolder([10]);
    const { text, pictures, outcome } = await analyze(folder);
    for (const parallel of [2, 4]) {
      const dealt = await analyze(folder, { parallel });
      expect(dealt.text).toBe(text);
      expect(dealt.pictures).toBe(pictures);
      expect(dealt.outcome.metrics).toEqual(outcome.metrics);
      expect(dealt.outcome.warnings).toEqual(outcome.warnings);
    }
  });

  it('goes on with what is open after it was interrupted on two threads, whichever were finished', async () => {
    const folder = runFolder();
    const { text, pictures } = await analyze(folder);
    const checkpoint = keptCheckpoint();
    const interrupt = new AbortController();
    // Each thread asks once a snapshot: the third time one of the first two is finished, and both may be before the state is saved.
    const signal = abortWhenRead(interrupt, 3);
    await expect(analyze(folder, { checkpoint, signal, parallel: 2 })).rejects.toThrow('stopped by the test');
    expect(checkpoint.saves).toBe(1);
    const saved = JSON.parse(readFileSync(join(checkpoint.load()!, 'done.json'), 'utf8')) as {
      snapshots: unknown[];
    };
    const finished = saved.snapshots.length;
    expect([1, 2]).toContain(finished);
    const resumed = await analyze(folder, { checkpoint, parallel: 2 });
    expect(resumed.outcome.progress).toHaveLength(3 - finished);
    expect(resumed.outcome.progress[0]).toMatchObject({ fraction: finished / 3 });
    expect(resumed.text).toBe(text);
    expect(resumed.pictures).toBe(pictures);
  });

  it('fails with what one of its threads fails with', async () => {
    const folder = runFolder();
    const layers = layerBlocks(network, initialize(network, { init: 'xavier-normal', gain: 1 }, 10));
    writeSnapshot(folder, { iteration: 10, time: 0.1, loss: 1 }, layers.slice(1));
    const told = 'layerBlocks: widths 4 → 6 → 6 → 2 need 86 parameters, received 56';
    await expect(analyze(folder)).rejects.toThrow(new RangeError(told));
    await expect(analyze(folder, { parallel: 2 })).rejects.toThrow(new RangeError(told));
  });

  it('ends in the same bytes after it was interrupted and resumed from its checkpoint', async () => {
    const folder = runFolder();
    const { text, pictures } = await analyze(folder);
    const checkpoint = keptCheckpoint();
    const interrupt = new AbortController();
    // Interrupted when the second snapshot is reported, after the first is finished.
    const interrupted = runStage(stage, {
      params: {},
      output: temporaryFolder(),
      inputs: { run: { name: 'train', path: folder } },
      checkpoint,
      signal: abortWhenRead(interrupt, 2),
    });
    await expect(interrupted).rejects.toThrow('stopped by the test');
    expect(checkpoint.saves).toBe(1);
    // The finished snapshot is not read again.
    rmSync(snapshotPath(folder, 0));
    const resumed = await analyze(folder, { checkpoint });
    expect(resumed.outcome.progress.map(({ message }) => message)).toEqual([
      'snapshot 2 of 3, iteration 10',
      'snapshot 3 of 3, iteration 12',
    ]);
    expect(resumed.text).toBe(text);
    expect(resumed.pictures).toBe(pictures);
  });
});

/** A signal that is aborted from the given reading of `aborted` on. */
function abortWhenRead(controller: AbortController, reading: number): AbortSignal {
  let readings = 0;
  return new Proxy(controller.signal, {
    get(signal, property) {
      if (property === 'aborted' && ++readings === reading)
        controller.abort(new Error('stopped by the test'));
      const value: unknown = Reflect.get(signal, property, signal);
      return typeof value === 'function' ? (value.bind(signal) as unknown) : value;
    },
  });
}
