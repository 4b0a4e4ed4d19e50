import { expect, it } from 'vitest';
import { DataError } from '../../../../../src/datasets/data-error.ts';
import { flattenCell } from '../../../../../src/datasets/import/table/flatten-cell.ts';

const place = (): string => 'a.parquet, row 2: column x';

it('flattenCell gives numbers and shape of lists in lists', () => {
  expect(
    flattenCell(
      [
        [1, 2n, '3'],
        [4, 5, 6],
      ],
      place,
    ),
  ).toEqual({ shape: [2, 3], values: [1, 2, 3, 4, 5, 6] });
  expect(flattenCell(7, place)).toEqual({ shape: [1], values: [7] });
});

it('flattenCell says where lists are of unequal length or hold no number', () => {
  expect(() => flattenCell([[1, 2], [3]], place)).toThrow(
    new DataError(
      'a.parquet, row 2: column x: entry 1 is of shape [1], expected [2] as entry 0: cut or fill the lists to one length',
    ),
  );
  expect(() => flattenCell([1, null], place)).toThrow(
    new DataError(
      'a.parquet, row 2: column x, entry 1: the value is missing, expected a finite number: correct it, remove the row, or leave the column out (source.columns)',
    ),
  );
});
