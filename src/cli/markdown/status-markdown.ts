import { counted } from '../../pipeline/faults/counted.ts';
import { markdownTable } from './markdown-table.ts';
import { markdownText } from './markdown-text.ts';

/** How many instances of a stage are up to date, have to run, and wait for others. */
export interface StageStatus {
  stage: string;
  hit: number;
  stale: number;
  pending: number;
  /** Why, in a few words. */
  because: string;
}

/** What the next run would do as Markdown, for a summary or a comment: a row for each stage that has something to do. */
export function statusMarkdown(profile: string, stages: readonly StageStatus[]): string {
  const head = `### What would run (profile ${markdownText(profile)})`;
  const busy = stages.filter(({ stale, pending }) => stale + pending > 0);
  const hits = stages.reduce((sum, { hit }) => sum + hit, 0);
  if (busy.length === 0) return `${head}\n\nNothing: ${counted(hits, 'instance')} up to date.`;
  const shown = (count: number): string => (count === 0 ? '' : String(count));
  const rows = busy.map(({ stage, hit, stale, pending, because }) => [
    markdownText(stage),
    ...[stale, pending, hit].map(shown),
    markdownText(because),
  ]);
  const table = markdownTable(
    ['Stage', 'Runs', 'Runs if what it needs changes', 'Up to date', 'Because'],
    rows,
    [1, 2, 3],
  );
  return `${head}\n\n${table}\n\n${counted(hits, 'instance')} of all stages up to date.`;
}
