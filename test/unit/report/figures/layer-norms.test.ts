import { expect, it } from 'vitest';
import { layerNorms, selectedLayerNorms } from '../../../../src/report/figures/layer-norms.ts';

it('layer norms show every layer, or layers 1, 3 and 5', () => {
  expect(layerNorms.panels(6).map(({ title }) => title)).toEqual([
    'i = 1',
    'i = 2',
    'i = 3',
    'i = 4',
    'i = 5',
    'i = 6',
  ]);
  expect(selectedLayerNorms.panels(6).map(({ field }) => field)).toEqual([
    'norm_delta_1',
    'norm_delta_3',
    'norm_delta_5',
  ]);
  expect(selectedLayerNorms.panels(3).length).toBe(2);
});
