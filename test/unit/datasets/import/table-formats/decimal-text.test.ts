import { expect, it } from 'vitest';
import { decimalText } from '../../../../../src/datasets/import/table-formats/decimal-text.ts';

it('decimalText puts the point where it belongs', () => {
  expect(decimalText(125n, 2)).toBe('1.25');
  expect(decimalText(-5n, 3)).toBe('-0.005');
  expect(decimalText(3n, 1)).toBe('0.3');
  expect(decimalText(7n, 0)).toBe('7');
  expect(decimalText(7n, -2)).toBe('700');
});
