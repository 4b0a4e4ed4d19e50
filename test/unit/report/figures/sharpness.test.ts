import { expect, it } from 'vitest';
import { sharpness } from '../../../../src/report/figures/sharpness.ts';

it('the sharpness figure shows the loss Hessian, H and G', () => {
  expect(sharpness.panels(6).map(({ field }) => field)).toEqual([
    'sharpness',
    'residual_sharpness',
    'gauss_newton_sharpness',
  ]);
});
