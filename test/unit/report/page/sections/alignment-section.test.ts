import { describe, expect, it } from 'vitest';
import { alignmentSection } from '../../../../../src/report/page/sections/alignment-section.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';
import { plainText } from './sections.ts';

describe('the picture of alignment in the page', () => {
  it('names the run, offers its snapshots and samples, and shows three snapshots without JavaScript', () => {
    using sample = sampleReport();
    const section = alignmentSection(sample.report, { svg: true, png: false })!;
    const last = sample.report.pictured!.snapshots.length - 1;
    expect(plainText(section)).toContain('D = 120, network seed 0, subset seed 0');
    expect(section.text).toContain(`min="0" max="${last}"`);
    expect(section.text.match(/<option/g)).toHaveLength(2);
    for (const name of ['guide', 'picture-0', `picture-${Math.floor(last / 2)}`, `picture-${last}`])
      expect(section.text).toContain(`src="figures/alignment-${name}.svg"`);
  });

  it('is absent where no analysis made pictures', () => {
    using sample = sampleReport();
    const { pictured, ...report } = sample.report;
    expect(pictured).toBeDefined();
    expect(alignmentSection(report)).toBeUndefined();
  });
});
