import { expect, it } from 'vitest';
import { runMarkdown, type FailedEvent } from '../../../../src/cli/github/run-markdown.ts';
import { Tally } from '../../../../src/execution/stage-tally.ts';
import { failed, finished, hit, summary } from '../../../run-event.ts';

it('is a head, a row for each stage, and a section for each failure', () => {
  const tally = new Tally(
    new Map([
      ['data', 1],
      ['train', 2],
    ]),
  );
  const failure = failed('train[seed=2]', ['step 1', '```', 'x'.repeat(500)]) as FailedEvent;
  for (const event of [hit('data'), finished('train[seed=1]', 61_000), failure]) tally.add(event);
  const counts = summary({ exitCode: 1, total: 3, hits: 1, ran: 1, failed: 1 });
  expect(
    runMarkdown({
      title: 'A | B',
      profile: 'laptop',
      summary: counts,
      tally,
      failures: [failure],
      elapsedMs: 62_000,
    }),
  ).toEqual([
    '## A \\| B\n\nProfile laptop: failed after 1m02s: 1 ran, 1 up to date, 1 failed',
    `| Stage | Instances | Ran | Up to date | Failed | Interrupted | Not run | Time of what ran |
| :-- | --: | --: | --: | --: | --: | --: | --: |
| data | 1 |  | 1 |  |  |  |  |
| train | 2 | 1 |  | 1 |  |  | 1m01s |`,
    `### train\\[seed=2\\] failed

\`\`\`\`text
the loss diverged
  lower the step size
│ step 1
│ \`\`\`
│ ${'x'.repeat(398)}…

again, just this one: eos-pipeline repro 'train[seed=2]'
\`\`\`\``,
  ]);
});
