import { describe, expect, it } from 'vitest';
import { isExactNumber } from '../../../../src/pipeline/source/exact-number.ts';

describe('isExactNumber', () => {
  it.each([
    '0',
    '-1',
    '+5',
    '007',
    '1.0',
    '1.50',
    '.5',
    '5.',
    '0.1',
    '1e3',
    '1.0e-4',
    '1E+05',
    '120000e-7',
    '1.4142135623730951',
    '9007199254740992',
    '100000000000000000000000',
    '1e308',
    '5e-324',
    '0x1F',
    '0o17',
  ])('holds %s', (text) => {
    expect(isExactNumber(text, Number(text))).toBe(true);
  });

  it.each([
    '12345678901234567890',
    '9007199254740993',
    '0.1234567890123456789',
    '3.14159265358979323846',
    '1e-400',
    '-0',
    '-0.0',
    '4.9e-324',
    '0xFFFFFFFFFFFFFFFF',
    '1_000',
    '',
  ])('does not hold %s', (text) => {
    expect(isExactNumber(text, Number(text))).toBe(false);
  });
});
