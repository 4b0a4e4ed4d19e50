import { expect, it } from 'vitest';
import { diffText } from '../../../../src/cli/diff/diff-text.ts';

it('is a mark and a name, and of a change what moved in the key and in the metrics', () => {
  const metrics = [{ name: 'loss', before: 0.5, after: 0.25 }];
  expect(diffText({ instance: 'a', change: 'added', metrics })).toBe('+ a');
  expect(diffText({ instance: 'a', change: 'removed', metrics })).toBe('- a');
  const reasons = [{ kind: 'threads' as const, old: 1, new: 2 }];
  expect(diffText({ instance: 'a', change: 'changed', reasons, metrics })).toBe(
    '~ a\n    threads: 1 → 2\n    loss: 0.5 → 0.25',
  );
  expect(diffText({ instance: 'a', change: 'same output', reasons, metrics: [] })).toBe(
    '= a (other key, same output)\n    threads: 1 → 2',
  );
});
