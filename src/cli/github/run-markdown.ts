import type { RunEvent, RunSummary } from '../../execution/event.ts';
import type { Tally } from '../../execution/stage-tally.ts';
import { durationText } from '../../progress/duration-text.ts';
import { summaryText } from '../../progress/outcome.ts';
import { fenced } from '../markdown/fenced.ts';
import { markdownTable } from '../markdown/markdown-table.ts';
import { markdownText } from '../markdown/markdown-text.ts';

/** An instance that failed, as the run told it. */
export type FailedEvent = Extract<RunEvent, { type: 'instance-failed' }>;

/** What the job summary says of a run. */
export interface ToldRun {
  title: string;
  profile: string;
  summary: RunSummary;
  tally: Tally;
  failures: readonly FailedEvent[];
  elapsedMs: number;
}

const LONGEST_LINE = 400;

/** A run as sections of Markdown: how it ended, a line for each stage, and each failure with the end of its log. */
export function runMarkdown({ title, profile, summary, tally, failures, elapsedMs }: ToldRun): string[] {
  const head = `## ${markdownText(title)}\n\nProfile ${markdownText(profile)}: ${markdownText(summaryText(summary, elapsedMs))}`;
  const rows = [...tally.stages.values()].map((stage) => [
    markdownText(stage.stage),
    ...[stage.total, stage.ran, stage.upToDate, stage.failed, stage.interrupted, stage.skipped].map(shown),
    stage.ran === 0 ? '' : durationText(stage.ranMs),
  ]);
  const header = [
    'Stage',
    'Instances',
    'Ran',
    'Up to date',
    'Failed',
    'Interrupted',
    'Not run',
    'Time of what ran',
  ];
  const table = rows.length === 0 ? [] : [markdownTable(header, rows, [1, 2, 3, 4, 5, 6, 7])];
  return [head, ...table, ...failures.map(failureMarkdown)];
}

function shown(count: number): string {
  return count === 0 ? '' : String(count);
}

function failureMarkdown({ instance, error, logTail, rerun }: FailedEvent): string {
  const { location, message, hint } = error;
  const where = location === undefined ? '' : `${location.file}:${location.line}:${location.column}: `;
  const lines = [
    `${where}${message}`,
    ...(hint === undefined ? [] : [`  ${hint}`]),
    ...logTail.map((line) => `│ ${line}`),
  ];
  const cut = lines
    .join('\n')
    .split('\n')
    .map((line) => (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line));
  return `### ${markdownText(instance)} failed\n\n${fenced([...cut, '', `again, just this one: ${rerun}`].join('\n'))}`;
}
