import { expect, it } from 'vitest';
import { firstRows } from '../../../../src/cli/markdown/first-rows.ts';

it('lists the first rows, and says how many more there are and what shows them', () => {
  const rows = Array.from({ length: 62 }, (_, index) => [`row ${index}`]);
  const lines = firstRows(['Row'], rows, { command: 'eos-pipeline diff' }).split('\n');
  expect(lines.filter((line) => line.startsWith('| row'))).toHaveLength(60);
  expect(lines.at(-1)).toBe('2 more: `eos-pipeline diff`');
  expect(firstRows(['Row'], rows.slice(0, 2), { command: 'x' }).split('\n')).toHaveLength(4);
});
