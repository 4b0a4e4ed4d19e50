import { expect, it } from 'vitest';
import {
  activationRatios,
  chiAlignment,
  jacobianAlignment,
  jacobianNorms,
} from '../../../../src/report/figures/layer-ratios.ts';

it('ratios between layers have one panel fewer than there are layers', () => {
  for (const family of [activationRatios, chiAlignment, jacobianAlignment, jacobianNorms])
    expect(family.panels(6).length).toBe(5);
  expect(jacobianAlignment.panels(3).map(({ field }) => field)).toEqual([
    'jacobian_alignment_1',
    'jacobian_alignment_2',
  ]);
});
