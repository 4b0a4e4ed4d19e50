import { present } from '../../present.ts';
import { reportNumbers, runsBehind } from './report-numbers.ts';
import type { ReportResults } from './report-results.ts';
import { toleranceText, tolerances, withinTolerance, type NumberKind } from './tolerances.ts';

/** One number of two reports side by side; absent where a report does not have it. */
export interface ComparedNumber {
  /** Where it stands, in words: `claims, hessian-growth`. */
  name: string;
  kind: NumberKind;
  before?: number;
  after?: number;
  /** `within` its tolerance, or equal; `apart`: of runs of other settings or of other runs, or only one report has it. */
  agreement: 'within' | 'beyond' | 'apart';
}

/** Two reports' numbers: those that differ, and how many are equal. */
export interface ReportComparison {
  changed: ComparedNumber[];
  equal: number;
  /** Claims whose verdict differs; `apart` where the two reports are of different runs. */
  verdicts: { claim: string; before?: string; after?: string; apart: boolean }[];
}

/** Compares totals, claims, discussion, power laws and runs of two reports, number by number. */
export function compareReports(before: ReportResults, after: ReportResults): ReportComparison {
  const numbers = comparedNumbers(before, after);
  const changed = numbers.filter((number) => number.before !== number.after);
  return { changed, equal: numbers.length - changed.length, verdicts: comparedVerdicts(before, after) };
}

/** Every number that either report has, those that are equal among them. */
export function comparedNumbers(before: ReportResults, after: ReportResults): ComparedNumber[] {
  const [old, now] = [reportNumbers(before), reportNumbers(after)];
  return [...new Set([...now.keys(), ...old.keys()])].map((name) => {
    const [was, is] = [old.get(name), now.get(name)];
    const { kind } = (is ?? was)!;
    const agreement =
      was === undefined || is === undefined || was.from !== is.from
        ? 'apart'
        : withinTolerance(kind, was.value, is.value)
          ? 'within'
          : 'beyond';
    return { name, kind, ...present({ before: was?.value, after: is?.value }), agreement };
  });
}

/** Whether a number of the same runs differs by more than its tolerance, or a verdict over the same runs differs. */
export function disagrees({ changed, verdicts }: ReportComparison): boolean {
  return changed.some(({ agreement }) => agreement === 'beyond') || verdicts.some(({ apart }) => !apart);
}

/** The comparison as lines of text for a terminal. */
export function comparisonText(comparison: ReportComparison): string {
  const { changed, verdicts } = comparison;
  const lines = verdicts.map(
    ({ claim, before, after, apart }) =>
      `verdict of ${claim}: ${before ?? 'absent'} → ${after ?? 'absent'}${apart ? ' (over other runs)' : ''}`,
  );
  if (lines.length > 0) lines.push('');
  if (changed.length > 0) {
    const oneSided = changed.filter((number) => isOneSided(number));
    const listed =
      oneSided.length > MOST_ONE_SIDED ? changed.filter((number) => !isOneSided(number)) : changed;
    const rows = listed.map(({ name, kind, before, after, agreement }) => [
      name,
      before === undefined ? '–' : String(Number(before.toPrecision(6))),
      after === undefined ? '–' : String(Number(after.toPrecision(6))),
      before === undefined || after === undefined || before === 0
        ? ''
        : `×${(after / before).toPrecision(4)}`,
      agreement === 'apart' ? '' : `${agreement} ${toleranceText(kind)}`,
    ]);
    if (rows.length > 0) lines.push(...aligned([['', 'before', 'after', 'ratio', 'tolerance'], ...rows]), '');
    if (listed.length < changed.length)
      lines.push(
        `in the other report only: ${oneSided.filter(({ after }) => after === undefined).length}; in this one only: ${oneSided.filter(({ before }) => before === undefined).length}`,
      );
    lines.push(...toldTolerances(changed));
  }
  lines.push(countsText(comparison));
  return lines.join('\n');
}

/** How many numbers differ, and how, in one line. */
export function countsText({ changed, equal }: Pick<ReportComparison, 'changed' | 'equal'>): string {
  const count = (wanted: ComparedNumber['agreement']) =>
    changed.filter(({ agreement }) => agreement === wanted).length;
  const apart = count('apart');
  const compared = `numbers beyond their tolerance: ${count('beyond')}; within it: ${count('within')}; equal: ${equal}`;
  return apart === 0
    ? compared
    : `${compared}; not compared (of other runs, or in one report only): ${apart}`;
}

/** More numbers than this that only one report has are counted, not listed: the other report has runs that this one has not. */
const MOST_ONE_SIDED = 20;

function isOneSided({ before, after }: ComparedNumber): boolean {
  return before === undefined || after === undefined;
}

/** Why the tolerances that decided are what they are. */
function toldTolerances(changed: readonly ComparedNumber[]): string[] {
  const kinds = new Set(changed.flatMap(({ kind, agreement }) => (agreement === 'apart' ? [] : [kind])));
  return [...kinds].map((kind) => `${kind}: ${toleranceText(kind)} (${tolerances[kind].why})`);
}

function aligned(table: readonly string[][]): string[] {
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  return table.map((row) =>
    row
      .map((cell, column) =>
        column === 0 || column === 4 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
}

function comparedVerdicts(before: ReportResults, after: ReportResults): ReportComparison['verdicts'] {
  const [old, now] = [before, after].map(
    ({ claims }) => new Map<string, string>(claims.map(({ id, verdict }) => [id, verdict])),
  ) as [Map<string, string>, Map<string, string>];
  const apart = runsBehind(before) !== runsBehind(after);
  return [...new Set([...now.keys(), ...old.keys()])]
    .filter((claim) => old.get(claim) !== now.get(claim))
    .map((claim) => ({ claim, ...present({ before: old.get(claim), after: now.get(claim) }), apart }));
}
