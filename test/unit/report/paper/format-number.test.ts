import { describe, expect, it } from 'vitest';
import { formatNumber } from '../../../../src/report/paper/format-number.ts';

describe('the text of numbers', () => {
  it.each([
    [5.4512, 'factor', '×5.45'],
    [0.099, 'percent', '9.9 %'],
    [0.00009, 'percent', '0.009 %'],
    [1, 'percent', '100 %'],
    [0.14966, 'percent', '15.0 %'],
    [0.551, 'percent', '55.1 %'],
    [56.74, 'number', '56.74'],
    [0.000826, 'short', '0.000826'],
    [0.00001234, 'short', '0.0000123'],
    [0.00000123, 'small', '1.23 × 10<sup>−6</sup>'],
    [2.5e9, 'number', '2.500 × 10<sup>9</sup>'],
    [12345.6, 'short', '12,346'],
    [1234567, 'count', '1,234,567'],
    [0, 'number', '0'],
    [-0.521, 'short', '−0.521'],
    [-2.5e9, 'number', '−2.500 × 10<sup>9</sup>'],
    [Number.NaN, 'number', 'NaN'],
  ] as const)('%s as %s is written %s', (value, format, text) => {
    expect(formatNumber(value, format)).toBe(text);
  });
});
