import { expect, it } from 'vitest';
import { sizeText } from '../../../src/progress/size-text.ts';

it('sizeText shows two digits in the unit that fits', () => {
  expect([0, 812, 1000, 3400, 9_960, 45_600, 999_600, 5e9, 3e15].map(sizeText)).toEqual([
    '0 B',
    '812 B',
    '1.0 kB',
    '3.4 kB',
    '10 kB',
    '46 kB',
    '1.0 MB',
    '5.0 GB',
    '3000 TB',
  ]);
});
