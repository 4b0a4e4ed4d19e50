import { expect, it } from 'vitest';
import { ConvergenceError } from '../../../src/numerics/convergence-error.ts';

it('a convergence error says so before its message', () => {
  expect(String(new ConvergenceError('residual 0.1 after 5 rounds'))).toBe(
    'ConvergenceError: residual 0.1 after 5 rounds',
  );
});
