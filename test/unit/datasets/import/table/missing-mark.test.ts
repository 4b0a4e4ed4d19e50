import { expect, it } from 'vitest';
import { isMissingMark } from '../../../../../src/datasets/import/table/missing-mark.ts';

it('isMissingMark knows the marks of pandas, R, Weka, SAS, databases and spreadsheets, in any case, and nothing else', () => {
  for (const text of ['', ' ', '?', 'NA', 'N/A', 'nan', 'NaN', 'null', 'NULL', 'None', '#N/A', '<NA>'])
    expect(isMissingMark(text)).toBe(true);
  for (const text of [
    '.',
    '\\N',
    '(null)',
    '1.#IND',
    '#N/A N/A',
    '#DIV/0!',
    '#NAME?',
    '#NUM!',
    '#WERT!',
    '#NV',
  ])
    expect(isMissingMark(text)).toBe(true);
  for (const text of ['#1!', '#hash', '..', 'n', 'what?']) expect(isMissingMark(text)).toBe(false);
  for (const text of ['0', 'no', '-', 'Nat', 'unknown', 'Nancy']) expect(isMissingMark(text)).toBe(false);
});
