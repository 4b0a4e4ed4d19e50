import { describe, expect, it } from 'vitest';
import { exponentialEuler } from '../../../../src/numerics/dynamics/exponential-euler/exponential-euler.ts';
import { startExponentialEuler } from '../../../../src/numerics/dynamics/exponential-euler/exponential-euler-state.ts';
import { architecture } from '../../../../src/numerics/network/architecture.ts';
import { initialize } from '../../../../src/numerics/network/initialize.ts';
import { prepareTraining } from '../../../../src/numerics/network/prepare-training.ts';
import { trainingLoss } from '../../../../src/numerics/network/training-loss.ts';
import type { TrainingProblem } from '../../../../src/numerics/network/training-loss.ts';
import { createRandom } from '../../../../src/numerics/random.ts';
import { zeros } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';

const ops = await openBlas();

function request(samples: number) {
  const inputs = zeros(samples, 30);
  createRandom(1, 'inputs').fillGaussian(inputs.data);
  return {
    inputs,
    labels: Int32Array.from({ length: samples }, (_, sample) => sample % 3),
    outputs: 3,
    network: { depth: 3, width: 8, init: 'xavier-normal', gain: Math.SQRT2 } as const,
    criterion: { name: 'cross-entropy' } as const,
    networkSeed: 4,
  };
}

async function losses(problem: TrainingProblem, parameters: Float64Array): Promise<number[]> {
  const loss = trainingLoss(ops, problem);
  const settings = {
    maxStepSize: 0.01,
    eigenpairs: 'outputs',
    cap: 'step',
    tolerance: 1e-10,
    lastTolerance: 1e-6,
    guards: 2,
    auditEvery: 1000,
    snapshotEvery: 1000,
    maxIterations: 200,
    stopLoss: 0,
  } as const;
  const values: number[] = [];
  for await (const { record } of exponentialEuler(
    loss,
    settings,
    startExponentialEuler(loss, settings, parameters, 1),
  )) {
    values.push(record.loss);
  }
  return values;
}

describe('prepareTraining', () => {
  it('compresses inputs and first layer, and leaves the training as it is over 200 iterations', async () => {
    const full = request(15);
    const { problem, parameters, basis } = await prepareTraining(ops, full);
    expect(problem.inputs.columns).toBe(15);
    expect(basis).toMatchObject({ rows: 15, columns: 30 });
    const network = architecture(30, 3, 8, 3);
    const uncompressed = { ...full, network };
    const [short, long] = [
      await losses(problem, parameters),
      await losses(uncompressed, initialize(network, full.network, 4)),
    ];
    expect(short).toHaveLength(201);
    for (const [iteration, value] of long.entries())
      expect(Math.abs(short[iteration]! / value - 1)).toBeLessThan(1e-9);
  });

  it('leaves inputs of full rank uncompressed', async () => {
    const full = request(40);
    const { problem, parameters, basis } = await prepareTraining(ops, full);
    expect(basis).toBeUndefined();
    expect(problem.inputs).toBe(full.inputs);
    expect(parameters).toEqual(initialize(architecture(30, 3, 8, 3), full.network, 4));
  });
});
