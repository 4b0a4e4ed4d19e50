import { describe, expect, it } from 'vitest';
import {
  parseExponentialEulerState,
  startExponentialEuler,
} from '../../../../../src/numerics/dynamics/exponential-euler/exponential-euler-state.ts';
import { trainingLoss } from '../../../../../src/numerics/network/training-loss.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';
import { problemOf, readReference } from '../../../../golden/reference-network.ts';

const reference = readReference('shallow-cross-entropy');
const loss = trainingLoss(await openBlas(), problemOf(reference));
const settings = {
  maxStepSize: 0.05,
  eigenpairs: 'outputs',
  cap: 'step',
  tolerance: 1e-4,
  lastTolerance: 0.01,
  guards: 2,
  auditEvery: 100,
  snapshotEvery: 100,
  maxIterations: 12,
  stopLoss: 0,
} as const;
const parameters = Float64Array.from(reference.theta0);
const start = startExponentialEuler(loss, settings, parameters, 1);

describe('startExponentialEuler', () => {
  it('starts the eigensolver with rows of norm about 1, from the seed', () => {
    for (let row = 0; row < 6; row++)
      expect(Math.hypot(...start.block.subarray(row * 88, (row + 1) * 88))).toBeCloseTo(1, 0);
    expect(startExponentialEuler(loss, settings, parameters, 1)).toEqual(start);
    expect(startExponentialEuler(loss, settings, parameters, 2).block).not.toEqual(start.block);
  });

  it('copies the parameters', () => {
    expect(start.parameters).toEqual(parameters);
    expect(start.parameters).not.toBe(parameters);
  });
});

describe('parseExponentialEulerState', () => {
  it('reads what was saved', () => {
    expect(parseExponentialEulerState(structuredClone(start), loss, settings)).toEqual(start);
  });

  it('refuses the state of another solver, and of other settings', () => {
    expect(() => parseExponentialEulerState({ ...start, solver: 'dormand-prince' }, loss, settings)).toThrow(
      /^the saved state is none that exponential-euler can continue: solver: /,
    );
    expect(() => parseExponentialEulerState(start, loss, { ...settings, guards: 3 })).toThrow(
      /: block: expected 616 numbers, received 528\. /,
    );
  });
});
