import { expect, it } from 'vitest';
import { tableThree } from '../../../../../src/report/page/sections/table-three.ts';
import { tableRows } from './sections.ts';

it('Table 3 has the ranges of the dice images by class', () => {
  const rows = tableRows(tableThree());
  expect(rows[0]).toEqual([
    'Class',
    'x_coord',
    'y_coord',
    'P_size',
    'L_weight',
    'E_type',
    'x_shift',
    'y_shift',
  ]);
  expect(rows.at(-1)).toEqual([
    'sixes',
    '-0.9 to 0.9',
    '-0.9 to 0.9',
    '',
    '0.1 to 2.5',
    '0 to 2',
    '0.1 to 0.8',
    '0.1 to 0.8',
  ]);
});
