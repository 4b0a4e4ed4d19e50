import { describe, expect, it } from 'vitest';
import { criterionName, networkSettings } from '../../../src/artifacts/run.ts';

describe('run.json', () => {
  it('knows the two criteria of the paper and no other', () => {
    expect(criterionName.options).toEqual(['cross-entropy', 'mse']);
    expect(criterionName.safeParse('hinge').success).toBe(false);
  });

  it('refuses a network of one layer, which has no layerwise Jacobian', () => {
    const settings = { depth: 1, width: 8, activation: 'elu', init: 'xavier-normal', gain: 1 };
    expect(networkSettings.safeParse(settings).success).toBe(false);
    expect(networkSettings.safeParse({ ...settings, depth: 2 }).success).toBe(true);
  });
});
