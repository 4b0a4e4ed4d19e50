import { expect, it } from 'vitest';
import { DataError } from '../../../../src/datasets/data-error.ts';
import { parseValues } from '../../../../src/datasets/time-series/parse-values.ts';

const start = { file: 'a.ts', line: 3, column: 5 };

it('parseValues reads decimal numbers with spaces around them', () => {
  expect(parseValues('1, -2.5e3 ,.5', start)).toEqual(Float64Array.of(1, -2500, 0.5));
});

it.each([
  ['1,0x10', 'value 2 of the channel is "0x10", expected a finite number'],
  [
    '1,1e200',
    'value 2 of the channel is "1e200", expected a finite number between -1e150 and 1e150, whose square can be summed',
  ],
  ['1,(2007-01-01', 'value 2 of the channel is "(2007-01-01", expected a finite number'],
])('parseValues refuses %s with its place', (field, message) => {
  const location = { file: 'a.ts', line: 3, column: 7 };
  expect(() => parseValues(field, start)).toThrow(new DataError(message, { location }));
});
