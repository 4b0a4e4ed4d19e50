import { describe, expect, it } from 'vitest';
import { claimsSection, verdictMarks } from '../../../../../src/report/page/sections/claims-section.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';
import { plainText, tableRows } from './sections.ts';

describe('the claims table', () => {
  using sample = sampleReport();
  const section = claimsSection(sample.report);

  it('has a row for each claim, with the paper’s number, this run’s, and the verdict in words', () => {
    const rows = tableRows(section).slice(1);
    expect(rows.length).toBe(sample.report.claims.length);
    for (const [index, claim] of sample.report.claims.entries()) {
      expect(rows[index]!.at(-1)).toBe(
        `${verdictMarks[claim.verdict]} ${claim.verdict}${claim.reason === undefined ? '' : ` ${claim.reason}`}`,
      );
      for (const { rule } of claim.sides) expect(rows[index]![0]).toContain(rule);
    }
    const { value, spread } = sample.report.claims[0]!;
    expect(rows[0]!.slice(1, 3)).toEqual([
      'up to ×5.45',
      `×${value!.toFixed(2)} ×${spread!.low.toFixed(2)} to ×${spread!.high.toFixed(2)}`,
    ]);
  });

  it('links a value to the run that has it', () => {
    expect(section.text).toContain(`data-run="${sample.report.claims[0]!.run!}"`);
  });

  it('says in words how many agree', () => {
    const { agrees, differs, notJudged } = sample.report.summary;
    expect(plainText(section)).toContain(
      `${agrees} agree with this run, ${differs} differ, ${notJudged} not judged here`,
    );
  });
});
