import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../../src/datasets/data-error.ts';
import { cellText, isDecimal, readNumber } from '../../../../../src/datasets/import/table/read-number.ts';
import type { Cell } from '../../../../../src/datasets/import/table/table.ts';

const place = (): string => 'a.csv:3: column x';
const advice = 'correct it, remove the row, or leave the column out (source.columns)';

describe('readNumber', () => {
  it.each<[Cell, number]>([
    ['1.5', 1.5],
    ['+.5e-3', 0.0005],
    ['3.', 3],
    // Between quotes.
    [' 2\t', 2],
    ['-0', -0],
    ['1e150', 1e150],
    [2, 2],
    [true, 1],
    [2n ** 60n, 2 ** 60],
    [-9007199254740993n + 1n, -9007199254740992],
  ])('reads %s', (cell, value) => {
    expect(readNumber(cell, place)).toBe(value);
  });

  it.each<[Cell, string]>([
    ['', `the value is missing, expected a finite number: ${advice}`],
    [null, `the value is missing, expected a finite number: ${advice}`],
    ['0x10', `the value is "0x10", expected a finite number: ${advice}`],
    ['1,5', `the value is "1,5", expected a finite number: ${advice}`],
    ['NA', `the value is "NA", expected a finite number: ${advice}`],
    [Infinity, `the value is Infinity, expected a finite number: ${advice}`],
    [new Date(0), `the value is the time 1970-01-01T00:00:00.000Z, expected a finite number: ${advice}`],
    [{ a: 1 }, `the value is a record, expected a finite number: ${advice}`],
    [
      2n ** 53n + 1n,
      `the value is 9007199254740993, expected a whole number that float64 holds, up to 2^53 or a multiple of a power of two: ${advice}`,
    ],
    [
      '1e999',
      'the value is "1e999", expected a number between -1e150 and 1e150, whose square can be summed: rescale the column, or leave it out (source.columns)',
    ],
    [
      -1e200,
      'the value is -1e+200, expected a number between -1e150 and 1e150, whose square can be summed: rescale the column, or leave it out (source.columns)',
    ],
  ])('refuses %s', (cell, message) => {
    expect(() => readNumber(cell, place)).toThrow(new DataError(`a.csv:3: column x: ${message}`));
  });
});

it('isDecimal and cellText name what stands in a cell', () => {
  expect(['1', '-1.5e+3', '0x1', '1e', '.', ''].map(isDecimal)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
  expect([[1, 2], Uint8Array.of(1), new Date(Number.NaN), 5n].map(cellText)).toEqual([
    'a list of 2',
    '1 bytes',
    'the time none',
    '5',
  ]);
});
