import { describe, expect, it } from 'vitest';
import {
  criterionName,
  criterionOf,
  experimentName,
  networkSettings,
} from '../../../src/artifacts/run-description.ts';

describe('run.json', () => {
  it('knows the two criteria of the paper and no other', () => {
    expect(criterionName.options).toEqual(['cross-entropy', 'mse']);
    expect(criterionName.safeParse('hinge').success).toBe(false);
  });

  it('takes an MSE of which nothing more is said as the sum over the outputs', () => {
    expect(criterionOf({ criterion: 'mse' })).toEqual({ name: 'mse', reduction: 'sum' });
    expect(criterionOf({ criterion: 'mse', reduction: 'mean' })).toEqual({ name: 'mse', reduction: 'mean' });
    expect(criterionOf({ criterion: 'cross-entropy' })).toEqual({ name: 'cross-entropy' });
  });

  it('takes names of experiments that may stand in names of files and figures', () => {
    for (const name of ['dice-cross-entropy', 'My data 2', 'Blüten', 'a.b_c', '3', 'x'.repeat(60)])
      expect(experimentName.safeParse(name).success).toBe(true);
    for (const name of ['', '..', 'a/b', "Anna's", '<b>', 'a\n', '-a', 'x'.repeat(61), 'a\u202Eb'])
      expect(experimentName.safeParse(name).success).toBe(false);
  });

  it('refuses a network of one layer, which has no layerwise Jacobian', () => {
    const settings = { depth: 1, width: 8, activation: 'elu', init: 'xavier-normal', gain: 1 };
    expect(networkSettings.safeParse(settings).success).toBe(false);
    expect(networkSettings.safeParse({ ...settings, depth: 2 }).success).toBe(true);
  });
});
