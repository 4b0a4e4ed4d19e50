import { describe, expect, it } from 'vitest';
import { layerBlocks } from '../../../../src/numerics/network/architecture.ts';
import { initialize } from '../../../../src/numerics/network/initialize.ts';

const network = { widths: [60, 80, 40] };

describe('initialize', () => {
  it.each(['xavier-normal', 'xavier-uniform'] as const)(
    'draws weights by %s with the Xavier deviation',
    (init) => {
      const gain = Math.SQRT2;
      for (const { weight, bias } of layerBlocks(network, initialize(network, { init, gain }, 3))) {
        const deviation = gain * Math.sqrt(2 / (weight.rows + weight.columns));
        const square = weight.data.reduce((sum, value) => sum + value * value, 0) / weight.data.length;
        expect(Math.abs(square / deviation ** 2 - 1)).toBeLessThan(0.08);
        expect([...bias].every((value) => value === 0)).toBe(true);
        const bound = Math.max(...weight.data.map(Math.abs)) / deviation;
        if (init === 'xavier-uniform') expect(bound).toBeLessThanOrEqual(Math.sqrt(3));
        else expect(bound).toBeGreaterThan(Math.sqrt(3));
      }
    },
  );

  it('depends on the seed alone', () => {
    const draw = (seed: number) => initialize(network, { init: 'xavier-normal', gain: 1 }, seed);
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });
});
