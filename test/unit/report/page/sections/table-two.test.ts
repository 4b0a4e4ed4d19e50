import { describe, expect, it } from 'vitest';
import { tableTwo } from '../../../../../src/report/page/sections/table-two.ts';
import { formatNumber } from '../../../../../src/report/paper/format-number.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';
import { tableRows } from './sections.ts';

describe('Table 2', () => {
  it('has this run’s law with intervals beside the paper’s', () => {
    using sample = sampleReport();
    const { fit } = sample.report.powerLaws[0]!;
    const short = (value: number) => formatNumber(value, 'short').replaceAll(/<[^>]*>/g, '');
    const cell = (field: 'coefficient' | 'exponent' | 'determination') =>
      `${short(fit![field])} [${short(fit!.intervals[field].low)}, ${short(fit!.intervals[field].high)}]`;
    const rows = tableRows(tableTwo(sample.report));
    expect(rows[1]).toEqual([
      'Dice, cross-entropy',
      '11',
      cell('coefficient'),
      '0.0017',
      cell('exponent'),
      '0.23',
      cell('determination'),
      '0.84',
      short(fit!.determinationUntransformed),
    ]);
    expect(rows[5]).toEqual([
      'SST, cross-entropy (not part of this run)',
      '–',
      '–',
      '0.0001',
      '–',
      '0.67',
      '–',
      '0.98',
      '–',
    ]);
  });

  it('says why a law is absent, and draws nothing where there are no points', () => {
    using sample = sampleReport();
    const { report } = sample;
    for (const row of report.powerLaws) {
      delete row.fit;
      row.points = [];
      row.reason = 'one size only';
    }
    const section = tableTwo(report);
    expect(tableRows(section)[1]![0]).toBe('Dice, cross-entropy (one size only)');
    expect(section.text).not.toContain('data-family="peak"');
  });
});
