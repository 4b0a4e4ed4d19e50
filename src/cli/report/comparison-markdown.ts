import { countsText, type ReportComparison } from '../../report/data/compare-reports.ts';
import { toleranceText } from '../../report/data/tolerances.ts';
import { firstRows } from '../markdown/first-rows.ts';
import { markdownTable } from '../markdown/markdown-table.ts';
import { markdownText } from '../markdown/markdown-text.ts';

/** Two reports' differences as Markdown, for a summary or a comment: verdicts first, then the numbers that moved most. */
export function comparisonMarkdown(against: string, { changed, equal, verdicts }: ReportComparison): string {
  const named = markdownText(against);
  if (changed.length + verdicts.length === 0)
    return `No number of the report differs from ${named} (${equal} are equal).`;
  const parts = [
    `### The report against ${named}`,
    `${sentence(countsText({ changed, equal }))}; verdicts that differ: ${verdicts.length}.`,
  ];
  if (verdicts.length > 0)
    parts.push(
      markdownTable(
        ['Claim', 'Before', 'Now'],
        verdicts.map(({ claim, before, after }) => [claim, before ?? '–', after ?? '–'].map(markdownText)),
      ),
    );
  if (changed.length > 0) {
    const rows = [...changed]
      .map((number) => ({ ...number, ratio: ratioOf(number) }))
      .sort((a, b) => order(distance(b.ratio), distance(a.ratio)))
      .map(({ name, kind, before, after, ratio, agreement }) => [
        markdownText(name),
        numberText(before),
        numberText(after),
        ratio === undefined ? '' : `×${ratio.toPrecision(4)}`,
        agreement === 'apart' ? 'other runs' : `${agreement} ${toleranceText(kind)}`,
      ]);
    const command = 'eos-pipeline report --compare';
    parts.push(
      firstRows(['Number', 'Before', 'Now', 'Ratio', 'Tolerance'], rows, { right: [1, 2, 3], command }),
    );
  }
  return parts.join('\n\n');
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function ratioOf({ before, after }: ReportComparison['changed'][number]): number | undefined {
  return before === undefined || after === undefined || before === 0 ? undefined : after / before;
}

/** How far a number has moved; one that came or went is the farthest. */
function distance(ratio: number | undefined): number {
  return ratio === undefined || ratio <= 0 ? Number.POSITIVE_INFINITY : Math.abs(Math.log(ratio));
}

/** Infinities are equal to each other. */
function order(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function numberText(value: number | undefined): string {
  return value === undefined ? '–' : String(Number(value.toPrecision(6)));
}
