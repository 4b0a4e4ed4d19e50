import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { NumbersOnDisk } from '../../../../src/datasets/import/numbers-on-disk.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

it('NumbersOnDisk gives back what it was given, and leaves nothing in the folder', () => {
  const folder = temporaryFolder();
  using numbers = new NumbersOnDisk(folder);
  expect(readdirSync(folder)).toEqual([]);
  numbers.append(Float64Array.of(1, 2, 3).subarray(1));
  numbers.append(Float64Array.of(-0, 1e300));
  expect(numbers.length).toBe(4);
  expect(numbers.read(1, 3)).toEqual(Float64Array.of(3, -0, 1e300));
  expect(() => numbers.read(3, 2)).toThrow(new RangeError('numbers 3 to 5 of 4 were asked for'));
});
