import { describe, expect, it } from 'vitest';
import {
  gradientFlowTraining,
  startGradientFlow,
} from '../../../../../src/numerics/dynamics/flow/gradient-flow-training.ts';
import { layerBlocks } from '../../../../../src/numerics/network/architecture.ts';
import { trainingLoss } from '../../../../../src/numerics/network/training-loss.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';
import { problemOf, readReference } from '../../../../golden/reference-network.ts';

const reference = readReference('shallow-cross-entropy');
const start = Float64Array.from(reference.theta0);
const settings = { maxStepSize: 0.05, snapshotEvery: 100, stopLoss: 0.3, maxIterations: 10_000 };

async function loss() {
  return trainingLoss(await openBlas(), problemOf(reference));
}

describe('startGradientFlow', () => {
  it('measures errors against the parameters behind the first layer', async () => {
    const [first] = layerBlocks({ widths: reference.sizes }, start);
    const rest = start.subarray(first!.weight.data.length + first!.bias.length);
    const { errorScale, ...state } = startGradientFlow(await loss(), 'stabilized-rk', start);
    expect(errorScale).toBeCloseTo(Math.hypot(...rest), 12);
    expect(state).toEqual({
      solver: 'stabilized-rk',
      steps: 0,
      time: 0,
      parameters: start,
      snapshotIndex: 0,
    });
  });

  it('measures errors against 1 where those are all zero', async () => {
    const zero = new Float64Array(start.length);
    expect(startGradientFlow(await loss(), 'dormand-prince', zero).errorScale).toBe(1);
  });
});

describe('gradientFlowTraining', () => {
  it.each([
    { method: 'stabilized-rk' as const, errorTolerance: 1e-5 },
    { method: 'dormand-prince' as const, errorTolerance: 1e-5 },
  ])('trains to the stop loss by $method', async (method) => {
    const problem = await loss();
    const records = [];
    let previous = Infinity;
    for await (const step of gradientFlowTraining(
      problem,
      { ...settings, ...method },
      startGradientFlow(problem, method.method, start),
    )) {
      expect(step.record.loss).toBeLessThan(previous);
      previous = step.record.loss;
      records.push({ status: step.status, loss: step.record.loss });
    }
    expect(records.at(-1)!.status).toBe('converged');
    expect(records.at(-1)!.loss).toBeCloseTo(0.3, 6);
  });
});
