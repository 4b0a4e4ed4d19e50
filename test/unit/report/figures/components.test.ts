import { expect, it } from 'vitest';
import { components } from '../../../../src/report/figures/components.ts';

it('the components figure shows the change of the five components', () => {
  expect(components.panels(6).map(({ field }) => field)).toEqual([
    'activation_ratio_product_change',
    'chi_alignment_product_change',
    'jacobian_norm_product_change',
    'jacobian_alignment_product_change',
    'output_norm_change',
  ]);
});
