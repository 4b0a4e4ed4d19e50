import { expect, it } from 'vitest';
import { labelKey } from '../../../../src/datasets/import/label-key.ts';

it('labelKey compares whole numbers as numbers, of any size', () => {
  for (const spelling of ['2', ' 2 ', '02', '+2', '2.0', '2.', '2e0', '20e-1'])
    expect(labelKey(spelling)).toBe('2');
  expect(['-0', '0.0', '000', '-3.0'].map(labelKey)).toEqual(['0', '0', '0', '-3']);
  expect(labelKey('9007199254740993')).not.toBe(labelKey('9007199254740992'));
});

it('labelKey leaves other labels as they are, but for spaces around them', () => {
  for (const label of ['2.5', '2a', '0x10', '1e300', 'a b', '2020-01-02', ''])
    expect(labelKey(` ${label}\t`)).toBe(label);
});
