import { describe, expect, it } from 'vitest';
import { claimsSection } from '../../../../../src/report/page/sections/claims-section.ts';
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
        `${{ holds: '✓', 'does not hold': '✗', 'not run': '○' }[claim.verdict]} ${claim.verdict}`,
      );
      expect(rows[index]![0]).toContain(claim.rule);
    }
    expect(rows[0]!.slice(1, 3)).toEqual(['≤ ×5.45', `×${sample.report.claims[0]!.value!.toFixed(2)}`]);
  });

  it('links a value to the run that has it', () => {
    expect(section.text).toContain(`data-run="${sample.report.claims[0]!.run!}"`);
  });

  it('says in words how many hold', () => {
    const { holds, doesNotHold } = sample.report.summary;
    expect(plainText(section)).toContain(`${holds} hold in this run, ${doesNotHold} do not`);
  });
});
