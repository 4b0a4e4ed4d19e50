import { expect, it } from 'vitest';
import { collect, natural, positive, timeSpan } from '../../../../src/cli/command-line/option-values.ts';

it('reads the values of options, and says what is expected', () => {
  expect(collect('b', ['a'])).toEqual(['a', 'b']);
  expect(collect('a', undefined)).toEqual(['a']);
  expect(positive('2')).toBe(2);
  expect(() => positive('0')).toThrow('A whole number of at least 1 is expected.');
  expect(timeSpan('1.5h')).toBe(5_400_000);
  expect(() => timeSpan('5')).toThrow('A time above zero with its unit is expected');
  expect(natural('0.5')).toBe(0.5);
  expect(() => natural('-1')).toThrow('A number of days is expected.');
});
