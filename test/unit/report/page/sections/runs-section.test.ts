import { describe, expect, it } from 'vitest';
import { runsSection } from '../../../../../src/report/page/sections/runs-section.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';
import { tableRows } from './sections.ts';

describe('the run table', () => {
  using sample = sampleReport();
  const section = runsSection(sample.report);
  const rows = tableRows(section).slice(1);

  it('has every planned run with its status in words', () => {
    expect(rows.length).toBe(24);
    const status = (id: string) => rows[sample.report.runs.findIndex((run) => run.id === id)]![4];
    expect(status('dice-cross-entropy/120/1/1')).toBe('missing');
    expect(status('dice-cross-entropy/60/0/1')).toBe('iteration limit');
    expect(status('atrial-fibrillation-cross-entropy/30/1/0')).toBe('converged, not analysed');
    expect(status('dice-cross-entropy/30/0/0')).toBe('converged');
  });

  it('shows dashes, not numbers, for what is missing', () => {
    const missing = rows[sample.report.runs.findIndex(({ status }) => status === 'missing')]!;
    expect(new Set(missing.slice(5))).toEqual(new Set(['–']));
  });

  it('sorts by exact numbers, not by their text', () => {
    const run = sample.report.runs[0]!;
    expect(section.text).toContain(`data-sort="${run.peakAlignment!}"`);
  });
});
