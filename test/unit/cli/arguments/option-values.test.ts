import { expect, it } from 'vitest';
import { collect, natural, positive, timeSpan } from '../../../../src/cli/arguments/option-values.ts';

it('reads the values of options, and refuses others', () => {
  expect([collect('a', undefined), collect('b', ['a'])]).toEqual([['a'], ['a', 'b']]);
  expect([positive('2'), natural('0'), timeSpan('1.5m')]).toEqual([2, 0, 90_000]);
  expect(() => positive('0')).toThrow('A whole number of at least 1 is expected.');
  expect(() => natural('-1')).toThrow('A number of days is expected.');
  expect(() => timeSpan('5')).toThrow('A time above zero with its unit is expected: 90s, 30m, 5.5h.');
});
