import { expect, it } from 'vitest';
import { annotations } from '../../../../src/cli/github/annotations.ts';

const errors = (count: number): { title: string; message: string }[] =>
  Array.from({ length: count }, (_, number) => ({ title: 't', message: String(number) }));

it('shows ten errors, and of more of them nine and how many the others are', () => {
  expect(annotations([])).toBe('');
  expect(annotations(errors(10)).split('\n')).toHaveLength(11);
  const lines = annotations(errors(12)).trimEnd().split('\n');
  expect(lines).toHaveLength(10);
  expect(lines.slice(-2)).toEqual([
    '::error title=t::8',
    '::error title=eos-pipeline::3 more errors: the log has them',
  ]);
});
