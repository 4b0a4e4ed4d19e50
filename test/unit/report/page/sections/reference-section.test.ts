import { describe, expect, it } from 'vitest';
import { buildReport } from '../../../../../src/report/data/build-report.ts';
import { referenceSection } from '../../../../../src/report/page/sections/reference-section.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';
import { plainText, tableRows } from './sections.ts';

describe('the reference results in the page', () => {
  it('counts first, then shows each kind with its tolerance, what differs, and what is not compared', () => {
    using sample = sampleReport();
    const { inputs, settings, report } = sample;
    const results = structuredClone(report);
    const [first] = results.runs;
    first!.peakAlignment! *= 1.05;
    results.runs = results.runs.filter(({ experiment }) => experiment === first!.experiment);
    const reference = { results, digest: 'abc' };
    const built = buildReport(inputs, settings, reference);
    const section = referenceSection(built)!;
    const text = plainText(section);
    const { agree, numbers } = built.reference!;
    expect(text).toMatch(
      new RegExp(`^Against the reference results ${agree} of ${numbers.length} numbers agree with`),
    );
    expect(text).toContain('; 1 differ by more.');
    const rows = tableRows(section);
    const shown = rows.find(([kind]) => kind!.startsWith('Largest values over training largest values'))!;
    const [, agreeing, tolerance, part] = shown;
    expect(agreeing).toMatch(/^(\d+) of \d+$/);
    expect(tolerance).toBe('1 %');
    expect(part).toMatch(/^476\.\d %$/);
    expect(text).toContain('Numbers that differ');
    expect(text).toContain('AtrialFibrillation, cross-entropy: the reference results have no run of it.');
    expect(text).toContain('sha256 abc');
  });

  it('says so where nothing can be compared, and why', () => {
    using sample = sampleReport();
    const { inputs, settings, report } = sample;
    const results = structuredClone(report);
    for (const row of results.experiments) if (row.network) row.network.width = 512;
    const section = referenceSection(buildReport(inputs, settings, { results, digest: '' }))!;
    const text = plainText(section);
    expect(text).toContain('Nothing here can be compared');
    expect(text).toContain('Dice, cross-entropy: width is 32 here, 512 there.');
    expect(section.text).not.toContain('<table');
  });

  it('is absent where the pipeline names no reference', () => {
    using sample = sampleReport();
    expect(referenceSection(sample.report)).toBeUndefined();
  });
});
