import { describe, expect, it } from 'vitest';
import { edgeSection } from '../../../../../../src/report/page/sections/edge/edge-section.ts';
import { sampleReport } from '../../../../../synthetic/sample-report.ts';
import { plainText, tableRows } from '../sections.ts';

describe('training against the edge', () => {
  it('has the shares and a figure of every experiment that was run', () => {
    using sample = sampleReport();
    const section = edgeSection(sample.report);
    expect(tableRows(section).map((row) => row[0])).toEqual([
      'Experiment',
      'Dice, cross-entropy',
      'AtrialFibrillation, cross-entropy',
    ]);
    expect(section.text.match(/data-family="edge"/g)!.length).toBe(2);
  });

  it('says so where no solver has a largest step', () => {
    using sample = sampleReport();
    for (const row of sample.report.experiments) delete row.largestStep;
    expect(plainText(edgeSection(sample.report))).toContain('No run of this report has a largest step');
  });
});
