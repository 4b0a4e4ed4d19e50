import type { Report } from './build-report.ts';
import { present } from '../../present.ts';

/** One number of two reports side by side; absent where a report does not have it. */
export interface ComparedNumber {
  /** Where it stands, in words: `claims, hessian-growth`. */
  name: string;
  before?: number;
  after?: number;
}

/** Two reports' numbers: those that differ, and how many are equal. */
export interface ReportComparison {
  changed: ComparedNumber[];
  equal: number;
  /** Claims whose verdict differs. */
  verdicts: { claim: string; before?: string; after?: string }[];
}

/** Compares totals, claims, discussion, power laws and runs of two reports, number by number. */
export function compareReports(before: Report, after: Report): ReportComparison {
  const [old, now] = [numbersOf(before), numbersOf(after)];
  const comparison: ReportComparison = { changed: [], equal: 0, verdicts: comparedVerdicts(before, after) };
  for (const name of new Set([...now.keys(), ...old.keys()])) {
    const [was, is] = [old.get(name), now.get(name)];
    if (was === is) comparison.equal++;
    else comparison.changed.push({ name, ...present({ before: was, after: is }) });
  }
  return comparison;
}

/** The comparison as lines of text for a terminal. */
export function comparisonText({ changed, equal, verdicts }: ReportComparison): string {
  const lines = verdicts.map(
    ({ claim, before, after }) => `verdict of ${claim}: ${before ?? 'absent'} → ${after ?? 'absent'}`,
  );
  if (lines.length > 0) lines.push('');
  const rows = changed.map(({ name, before, after }) => [
    name,
    before === undefined ? '–' : String(Number(before.toPrecision(6))),
    after === undefined ? '–' : String(Number(after.toPrecision(6))),
    before === undefined || after === undefined || before === 0 ? '' : `×${(after / before).toPrecision(4)}`,
  ]);
  if (rows.length > 0) {
    const table = [['', 'before', 'after', 'ratio'], ...rows];
    const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]!.length)));
    for (const row of table)
      lines.push(
        row
          .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
          .join('  ')
          .trimEnd(),
      );
    lines.push('');
  }
  lines.push(`${changed.length} numbers differ, ${equal} are equal`);
  return lines.join('\n');
}

function comparedVerdicts(before: Report, after: Report): ReportComparison['verdicts'] {
  const [old, now] = [before, after].map(
    ({ claims }) => new Map<string, string>(claims.map(({ id, verdict }) => [id, verdict])),
  ) as [Map<string, string>, Map<string, string>];
  return [...new Set([...now.keys(), ...old.keys()])]
    .filter((claim) => old.get(claim) !== now.get(claim))
    .map((claim) => ({ claim, ...present({ before: old.get(claim), after: now.get(claim) }) }));
}

function numbersOf(report: Report): Map<string, number> {
  const numbers = new Map<string, number>();
  const add = (name: string, value: number | undefined) => {
    if (value !== undefined) numbers.set(name, value);
  };
  for (const [name, value] of Object.entries(report.totals)) add(`totals, ${name}`, value as number);
  for (const { id, value } of report.claims) add(`claims, ${id}`, value);
  for (const { quantity, experiments } of report.discussion)
    for (const [experiment, { value }] of Object.entries(experiments))
      add(`discussion, ${quantity}, ${experiment}`, value);
  for (const { experiment, dataset, criterion, fit } of report.powerLaws) {
    const name = experiment ?? `${dataset}-${criterion}`;
    add(`power law, ${name}, c_1`, fit?.coefficient);
    add(`power law, ${name}, c_2`, fit?.exponent);
    add(`power law, ${name}, R²`, fit?.determination);
  }
  for (const run of report.runs)
    for (const field of ['loss', 'iterations', 'time', 'peakSharpness', 'peakAlignment'] as const)
      add(`run ${run.id}, ${field}`, run[field]);
  return numbers;
}
