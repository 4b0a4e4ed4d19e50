import { describe, expect, it } from 'vitest';
import {
  architecture,
  createRandom,
  exponentialEuler,
  initialize,
  prepareTraining,
  snapshotAnalyzer,
  startExponentialEuler,
  trainingLoss,
  type ExponentialEulerSettings,
  type TrainingProblem,
} from '../../src/numerics/index.ts';
import { zeros } from '../../src/tensors/matrix.ts';
import { openBlas } from '../../src/tensors/open-blas.ts';

const ops = await openBlas();
const iterations = 200;
const settings: ExponentialEulerSettings = {
  maxStepSize: 0.02,
  eigenpairs: 'outputs',
  cap: 'step',
  tolerance: 1e-10,
  lastTolerance: 1e-8,
  guards: 3,
  auditEvery: 100,
  snapshotEvery: 100,
  maxIterations: iterations,
  stopLoss: 1e-6,
};

/** Losses of every iteration, and the parameters at iterations 0, 10, 100, 200. */
async function train(problem: TrainingProblem, parameters: Float64Array) {
  const loss = trainingLoss(ops, problem);
  const losses: number[] = [];
  const snapshots: Float64Array[] = [];
  for await (const { record, snapshot } of exponentialEuler(
    loss,
    settings,
    startExponentialEuler(loss, settings, parameters, 1),
  )) {
    losses.push(record.loss);
    if (snapshot) snapshots.push(snapshot.slice());
  }
  return { losses, snapshots };
}

describe('training on compressed inputs', () => {
  it('has the losses of training on the inputs themselves to 1e-9 and the same analyses to 1e-8', async () => {
    const [samples, columns, outputs] = [12, 40, 3];
    const network = { depth: 4, width: 10, init: 'xavier-normal', gain: Math.SQRT2 } as const;
    const inputs = zeros(samples, columns);
    createRandom(7, 'inputs').fillGaussian(inputs.data);
    for (let i = 0; i < inputs.data.length; i++) inputs.data[i]! *= 0.3;
    const labels = Int32Array.from({ length: samples }, (_, i) => i % outputs);
    const criterion = { name: 'cross-entropy' } as const;
    const request = { inputs, labels, outputs, network, criterion, networkSeed: 5 };
    const compressed = await prepareTraining(ops, request);
    expect(compressed.problem.inputs.columns).toBe(samples);
    const full = architecture(columns, network.depth, network.width, outputs);
    const problem: TrainingProblem = { network: full, inputs, labels, criterion };

    const small = await train(compressed.problem, compressed.parameters);
    const whole = await train(problem, initialize(full, network, 5));
    expect(small.losses).toHaveLength(iterations + 1);
    expect(whole.losses).toHaveLength(iterations + 1);
    expect(whole.losses.at(-1)! / whole.losses[0]!).toBeLessThan(0.8);
    small.losses.forEach((loss, i) => {
      expect(Math.abs(loss / whole.losses[i]! - 1)).toBeLessThan(1e-9);
    });

    const accuracy = { tolerance: 1e-12, eigenTolerance: 1e-12 };
    const [a, b] = [
      snapshotAnalyzer(ops, compressed.problem, accuracy),
      snapshotAnalyzer(ops, problem, accuracy),
    ];
    expect(small.snapshots).toHaveLength(4);
    for (const [i, parameters] of small.snapshots.entries()) {
      const left = numbersOf((await a.analyze(parameters)).quantities);
      const right = numbersOf((await b.analyze(whole.snapshots[i]!)).quantities);
      expect(Object.keys(left)).toEqual(Object.keys(right));
      for (const [name, value] of Object.entries(left))
        expect(Math.abs(value / right[name]! - 1), `${name} of snapshot ${i}`).toBeLessThan(1e-8);
    }
  });
});

/** All numbers of an analysis by name, without the rounding errors it reports. */
function numbersOf(quantities: object, prefix = ''): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const [name, value] of Object.entries(quantities) as [string, unknown][]) {
    if (name === 'checks') continue;
    if (typeof value === 'number') numbers[prefix + name] = value;
    else Object.assign(numbers, numbersOf(value as object, `${prefix}${name}.`));
  }
  return numbers;
}
