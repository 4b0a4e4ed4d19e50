import { expect, it } from 'vitest';
import { diffMarkdown } from '../../../../src/cli/diff/diff-markdown.ts';

it('has a row for each instance and for each metric that moved', () => {
  expect(
    diffMarkdown('main', [
      { instance: 'new', change: 'added', metrics: [] },
      {
        instance: 'train[seed=1]',
        change: 'changed',
        reasons: [{ kind: 'threads', old: 1, new: 2 }],
        metrics: [{ name: 'loss', before: 0.5 }],
      },
      { instance: 'odd', change: 'changed', reasons: [], metrics: [] },
      { instance: 'old', change: 'same output', metrics: [] },
    ]),
  ).toBe(String.raw`### Differences to main

| Instance | Change | Because |
| :-- | :-- | :-- |
| new | added |  |
| train\[seed=1\] | changed | threads: 1 → 2 |
| odd | changed | nothing moved in its key: the stage is not deterministic |
| old | other key, same output | not known: the cache has not both records |

| Instance | Metric | Before | Now |
| :-- | :-- | --: | --: |
| train\[seed=1\] | loss | 0.5 | – |`);
});
