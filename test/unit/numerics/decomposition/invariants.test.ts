import { describe, expect, it } from 'vitest';
import {
  assertInvariants,
  decompositionError,
  InvariantError,
} from '../../../../src/numerics/decomposition/invariants.ts';
import { layerDecomposition } from '../../../../src/numerics/decomposition/layer-decomposition.ts';

const layers = layerDecomposition({
  activation: [Float64Array.of(1, 3), Float64Array.of(3, 1)],
  curvedJacobian: [Float64Array.of(1, 2), Float64Array.of(2, 2)],
  layerwiseJacobian: [Float64Array.of(2, 4)],
  k: Float64Array.of(7, 9),
});
const ends = {
  hessian: { largest: 4.5 },
  gaussNewton: { largest: 4 },
  residual: { largest: 1, smallest: -1 },
};
const errors = { decomposition: 0, split: 0 };

describe('decompositionError', () => {
  it('is rounding for a decomposition from norms', () => {
    expect(decompositionError(layers)).toBeLessThan(1e-15);
  });

  it('shows one factor that is off', () => {
    const wrong = { ...layers, jacobianNormProduct: [3.003] };
    expect(decompositionError(wrong)).toBeCloseTo(1e-3, 10);
  });
});

describe('assertInvariants', () => {
  it('accepts what fits', () => {
    expect(() => {
      assertInvariants(layers, ends, errors);
    }).not.toThrow();
  });

  it.each([
    ['Eq. 7', layers, ends, { decomposition: 1e-9, split: 0 }, 'Eq. 7 holds to 1e-9, expected 1e-10'],
    ['NaN', layers, ends, { decomposition: NaN, split: 0 }, 'Eq. 7 holds to NaN, expected 1e-10'],
    [
      'G + H',
      layers,
      ends,
      { decomposition: 0, split: 0.5 },
      'Hessian·v = G·v + H·v holds to 0.5, expected 1e-10',
    ],
    [
      'E‖K‖²',
      { ...layers, meanSquaredNormK: 20 },
      ends,
      errors,
      'E‖K‖² = 20 does not lie between max E‖K^i‖² = 6 and Σ E‖K^i‖² = 11',
    ],
    [
      'ρ',
      layers,
      { ...ends, gaussNewton: { largest: 16 } },
      errors,
      'ρ(K) = λ_1(G)/E‖K‖² = 16/8 = 2 does not lie between 0 and 1',
    ],
    [
      'Weyl',
      layers,
      { ...ends, hessian: { largest: 5.5 } },
      errors,
      'λ_max(Hessian) = 5.5 does not lie between λ_1(G) + λ_min(H) = 3 and λ_1(G) + λ_max(H) = 5: an eigenvalue was missed',
    ],
  ] as const)('throws the numbers where %s is violated', (_, decomposition, spectrum, checks, message) => {
    expect(() => {
      assertInvariants(decomposition, spectrum, checks);
    }).toThrow(new InvariantError(message));
  });
});
