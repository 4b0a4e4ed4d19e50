import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readIterations } from '../../../src/artifacts/iterations-file.ts';
import { runDescription } from '../../../src/artifacts/run.ts';
import { DatasetWriter } from '../../../src/datasets/write-dataset.ts';
import { createRandom } from '../../../src/numerics/random.ts';
import type { Checkpoint } from '../../../src/pipeline/stage.ts';
import stage from '../../../stages/train.ts';
import { runStage } from '../../stage-context.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** 24 samples of 5 inputs in 3 classes. */
function dataset(): string {
  const folder = temporaryFolder();
  using writer = new DatasetWriter(folder, {
    name: 'gaussian',
    title: 'Gaussian',
    attribution: 'made up',
    readings: [],
    classes: ['a', 'b', 'c'],
    inputShape: [5],
    encoding: { type: 'float64' },
    splits: { train: { samples: 24 } },
  });
  const inputs = new Float64Array(24 * 5);
  createRandom(3, 'inputs').fillGaussian(inputs);
  writer.append(
    'train',
    inputs,
    Int32Array.from({ length: 24 }, (_, sample) => sample % 3),
  );
  writer.finish();
  return folder;
}

function parameters(solver: Record<string, unknown>) {
  return {
    experiment: 'test',
    criterion: 'cross-entropy',
    stopLoss: 0.4,
    size: 20,
    networkSeed: 1,
    subsetSeed: 2,
    network: { depth: 4, width: 12, activation: 'elu', init: 'xavier-normal', gain: Math.SQRT2 },
    solver: { maxStepSize: 0.05, snapshotEvery: 20, ...solver },
  };
}

async function train(
  path: string,
  solver: Record<string, unknown>,
  extra: { checkpoint?: Checkpoint; signal?: AbortSignal } = {},
) {
  const output = temporaryFolder();
  const outcome = await runStage(stage, {
    params: parameters(solver),
    output,
    inputs: { dataset: { name: 'gaussian', path } },
    ...extra,
  });
  const run = runDescription.parse(JSON.parse(readFileSync(join(output, 'run.json'), 'utf8')));
  return { output, outcome, run };
}

/** Every file under a folder with its bytes. */
function bytesOf(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    names.map((name) => [name.slice(folder.length), readFileSync(name).toString('base64')] as const).sort(),
  );
}

/** A signal that reads as aborted from the given look on. */
function abortedAfter(looks: number): AbortSignal {
  let seen = 0;
  const signal = AbortSignal.abort(new Error('interrupted by the test'));
  return {
    get aborted() {
      return ++seen > looks;
    },
    throwIfAborted: () => {
      if (seen > looks) signal.throwIfAborted();
    },
  } as unknown as AbortSignal;
}

function keptCheckpoint(): Checkpoint {
  const folder = temporaryFolder();
  let kept: string | undefined;
  return {
    load: () => kept,
    async save(write) {
      const next = join(folder, kept?.endsWith('a') ? 'b' : 'a');
      rmSync(next, { recursive: true, force: true });
      mkdirSync(next);
      await write(next);
      kept = next;
    },
  };
}

const solvers = {
  'exponential-euler': { method: 'exponential-euler', errorEstimateEvery: 7 },
  'stabilized-rk': { method: 'stabilized-rk' },
  rk4: { reference: 'rk4' },
} as const;

describe.each(Object.entries(solvers))('train by %s', (name, solver) => {
  it('reaches the stop loss and keeps snapshots at the times that all solvers share', async () => {
    const { output, run } = await train(dataset(), solver);
    expect(run.status).toBe('converged');
    expect(run.loss).toBeLessThanOrEqual(0.4);
    expect(run.snapshots.slice(0, 4)).toEqual([0, 10, 20, 40]);
    expect(run.snapshots.at(-1)).toBe(run.iterations);
    expect(readdirSync(join(output, 'snapshots'))).toHaveLength(run.snapshots.length);
    expect(run.precision).toBe('float64');
    expect(run.limitedIterations === 0 || name === 'exponential-euler').toBe(true);
    const rows = readIterations(join(output, 'iterations.safetensors'));
    const estimated = rows.filter(({ errorEstimate }) => errorEstimate !== undefined);
    if (name === 'exponential-euler')
      expect(estimated.map(({ iteration }) => iteration % 7)).toEqual(estimated.map(() => 0));
    expect(estimated.length > 0).toBe(name !== 'rk4');
    expect(run.steps).toBe(
      name === 'exponential-euler' ? undefined : rows.filter(({ stages }) => stages! > 0).length,
    );
  });

  it('ends in the same bytes when it is interrupted again and again', async () => {
    const path = dataset();
    const whole = await train(path, solver);
    const checkpoint = keptCheckpoint();
    let interruptions = 0;
    for (;;) {
      try {
        const resumed = await train(path, solver, { checkpoint, signal: abortedAfter(9) });
        expect(bytesOf(resumed.output)).toEqual(bytesOf(whole.output));
        break;
      } catch (error) {
        expect((error as Error).message).toBe('interrupted by the test');
        interruptions++;
      }
    }
    expect(interruptions).toBeGreaterThan(1);
  });
});

it('gives nearly the same training whichever solver integrates it', async () => {
  const path = dataset();
  const ends = [];
  for (const solver of Object.values(solvers)) ends.push((await train(path, solver)).run.time);
  for (const time of ends) expect(Math.abs(time / ends[2]! - 1)).toBeLessThan(0.05);
  // The stabilised method is the nearer one.
  expect(Math.abs(ends[1]! - ends[2]!)).toBeLessThan(Math.abs(ends[0]! - ends[2]!));
});

it('trains in float32 by TensorFlow.js, and says so in run.json, log and progress', async () => {
  const path = dataset();
  const { run, outcome } = await train(path, {
    method: 'stabilized-rk',
    backend: 'tfjs',
    errorTolerance: 1e-4,
  });
  expect(run.status).toBe('converged');
  expect(run.precision).toBe('float32');
  expect(outcome.log[0]).toMatch(/^products in float32 by TensorFlow/);
  expect(outcome.progress[0]!.message).toMatch(/, float32$/);
  const double = await train(path, { method: 'stabilized-rk', errorTolerance: 1e-4 });
  expect(Math.abs(run.time / double.run.time - 1)).toBeLessThan(1e-3);
  expect(run.time).not.toBe(double.run.time);
});

it('says that the iteration limit ended it, and what to do', async () => {
  const { outcome, run } = await train(dataset(), { maxIterations: 3 });
  expect(run.status).toBe('iteration-limit');
  expect(outcome.warnings).toEqual([
    `stopped by solver.maxIterations (3) at loss ${run.loss.toPrecision(3)}, expected 0.4: raise the limit to go on`,
  ]);
});
