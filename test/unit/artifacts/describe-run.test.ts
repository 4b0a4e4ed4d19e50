import { describe, expect, it } from 'vitest';
import { describeRun } from '../../../src/artifacts/describe-run.ts';
import type { TrainingDescription } from '../../../src/artifacts/describe-run.ts';
import { RunRecorder } from '../../../src/artifacts/run-recorder.ts';
import { solverSettings } from '../../../src/artifacts/solver-settings.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const request: TrainingDescription = {
  experiment: 'dice-cross-entropy',
  dataset: 'dice',
  datasetTitle: 'Dice',
  criterion: 'cross-entropy',
  classes: ['a', 'b'],
  size: 10,
  networkSeed: 0,
  subsetSeed: 1,
  stopLoss: 0.01,
  network: { depth: 6, width: 8, activation: 'elu', init: 'xavier-normal', gain: 1 },
  inputs: 12,
  compressedInputs: 10,
  precision: 'float64',
  solver: solverSettings.parse({}),
};

function recorded(rows: { loss: number; stepSize: number; sharpness: number }[]): RunRecorder {
  const recorder = new RunRecorder(temporaryFolder());
  for (const [iteration, { loss, stepSize, sharpness }] of rows.entries()) {
    const eigenvalues = Float64Array.of(sharpness, 1);
    const record = {
      iteration,
      time: iteration / 100,
      loss,
      stepSize,
      eigenvalues,
      residual: 0,
      blockProducts: 1.25,
      capped: 0,
    };
    recorder.add(record, undefined, iteration === 1 ? { missed: 1 } : undefined);
  }
  return recorder;
}

describe('describeRun', () => {
  it('counts what the rows say', () => {
    const recorder = recorded([
      { loss: 1, stepSize: 0.01, sharpness: -4 },
      { loss: 0.5, stepSize: 0.004, sharpness: 3 },
      { loss: 0.009, stepSize: 0.004, sharpness: 3 },
    ]);
    expect(describeRun(request, recorder, 'converged')).toEqual({
      ...request,
      format: 1,
      status: 'converged',
      iterations: 2,
      time: 0.02,
      loss: 0.009,
      blockProducts: 4,
      gradients: 3,
      snapshots: [],
      negativeIterations: 1,
      // The step that would follow the last iteration is not taken.
      limitedIterations: 1,
      audits: 1,
      missedEigenvalues: 1,
    });
  });

  it('does not write a description that the next stage would refuse', () => {
    const recorder = recorded([{ loss: NaN, stepSize: 0.01, sharpness: 1 }]);
    expect(() => describeRun(request, recorder, 'converged')).toThrow(/loss/);
  });
});
