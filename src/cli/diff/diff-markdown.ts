import { firstRows } from '../markdown/first-rows.ts';
import { markdownText } from '../markdown/markdown-text.ts';
import { reasonText } from '../reason-text.ts';
import type { Difference } from './difference.ts';

const CHANGES = {
  added: 'added',
  removed: 'removed',
  changed: 'changed',
  'same output': 'other key, same output',
};

/** Differences as Markdown, for a summary or a comment: a row for each instance, and a row for each metric that moved. */
export function diffMarkdown(against: string, differences: readonly Difference[]): string {
  if (differences.length === 0) return `No difference to ${markdownText(against)}.`;
  const rows = differences.map((difference) => [
    markdownText(difference.instance),
    CHANGES[difference.change],
    markdownText(causes(difference)),
  ]);
  const metrics = differences.flatMap(({ instance, metrics: moved }) =>
    moved.map(({ name, before, after }) =>
      [instance, name, before ?? '–', after ?? '–'].map((cell) => markdownText(String(cell))),
    ),
  );
  const command = 'eos-pipeline diff';
  const parts = [
    `### Differences to ${markdownText(against)}`,
    firstRows(['Instance', 'Change', 'Because'], rows, { command }),
    ...(metrics.length === 0
      ? []
      : [firstRows(['Instance', 'Metric', 'Before', 'Now'], metrics, { right: [2, 3], command })]),
  ];
  return parts.join('\n\n');
}

function causes({ change, reasons }: Difference): string {
  if (change === 'added' || change === 'removed') return '';
  if (reasons === undefined) return 'not known: the cache has not both records';
  if (reasons.length === 0) return 'nothing moved in its key: the stage is not deterministic';
  return reasons.map(reasonText).join('; ');
}
