import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { typefaceFile } from '../../../../src/report/figures/typeface-file.ts';

it.each([
  ['source-sans-3', 'greek', 600, 'normal'],
  ['source-serif-4', 'latin', 400, 'italic'],
] as const)('the cut %s, %s, %i, %s is a compressed typeface in a file', (name, subset, weight, style) => {
  const file = readFileSync(typefaceFile(name, subset, weight, style));
  expect(file.subarray(0, 4).toString('latin1')).toBe('wOF2');
});
