import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readReport } from '../../report/data/read-report.ts';
import type { Report } from '../../report/data/build-report.ts';
import { markdownTable } from '../markdown/markdown-table.ts';

/** The verdicts of a report in a published folder, as a section of Markdown; undefined where none of this version is there. */
export function claimsMarkdown(folder: string): string | undefined {
  if (!existsSync(join(folder, 'report.json'))) return undefined;
  let report: Report;
  try {
    report = readReport(folder);
  } catch (error) {
    // A stage of one's own may publish a report.json that is something else.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  const { summary, claims } = report;
  const rows = claims.map(({ statement, paper, value, verdict }) => [
    // A bar would end the cell, also in TeX between dollar signs.
    statement.replaceAll('|', String.raw`\|`).replaceAll('\n', ' '),
    numberText(paper),
    numberText(value),
    verdict,
  ]);
  return [
    `### Claims of the paper\n\n${summary.agrees} agree, ${summary.differs} differ, ${summary.notJudged} not judged here.`,
    markdownTable(['Statement', 'Paper', 'This run', 'Verdict'], rows, [1, 2]),
  ].join('\n\n');
}

function numberText(value: number | undefined): string {
  return value === undefined ? '–' : String(Number(value.toPrecision(4)));
}
