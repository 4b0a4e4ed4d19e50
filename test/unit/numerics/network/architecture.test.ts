import { describe, expect, it } from 'vitest';
import { architecture, layerBlocks, parameterCount } from '../../../../src/numerics/network/architecture.ts';

describe('architecture', () => {
  it('has L linear layers with hidden layers of one width', () => {
    expect(architecture(256, 6, 512, 3).widths).toEqual([256, 512, 512, 512, 512, 512, 3]);
    expect(architecture(7, 2, 5, 4).widths).toEqual([7, 5, 4]);
  });
});

describe('parameterCount', () => {
  it('counts weights and biases of every layer', () => {
    expect(parameterCount({ widths: [7, 5, 3] })).toBe(7 * 5 + 5 + 5 * 3 + 3);
  });
});

describe('layerBlocks', () => {
  it('views θ as A^1, b^1, A^2, b^2 without copies', () => {
    const parameters = Float64Array.from({ length: 2 * 3 + 3 + 3 * 1 + 1 }, (_, index) => index);
    const [first, second] = layerBlocks({ widths: [2, 3, 1] }, parameters);
    expect(first).toEqual({
      weight: { rows: 2, columns: 3, data: Float64Array.of(0, 1, 2, 3, 4, 5) },
      bias: Float64Array.of(6, 7, 8),
    });
    expect(second).toEqual({
      weight: { rows: 3, columns: 1, data: Float64Array.of(9, 10, 11) },
      bias: Float64Array.of(12),
    });
    second!.bias[0] = -1;
    expect(parameters[12]).toBe(-1);
  });

  it('refuses a vector of another length', () => {
    expect(() => layerBlocks({ widths: [2, 3, 1] }, new Float64Array(12))).toThrow(
      new RangeError('layerBlocks: widths 2 → 3 → 1 need 13 parameters, received 12'),
    );
  });
});
