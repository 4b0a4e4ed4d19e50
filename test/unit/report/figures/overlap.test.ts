import { expect, it } from 'vitest';
import { overlap } from '../../../../src/report/figures/overlap.ts';

it('the overlap figure shows ρ(K) and E‖K‖²', () => {
  expect(overlap.panels(6).map(({ field }) => field)).toEqual(['overlap_ratio', 'norm_k']);
});
