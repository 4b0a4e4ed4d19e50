import { describe, expect, it } from 'vitest';
import { reportNumbers, runsBehind } from '../../../../src/report/data/report-numbers.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';

describe('the numbers of a report', () => {
  it('have a name, a kind, and what they were computed from', () => {
    using sample = sampleReport();
    const numbers = reportNumbers(sample.report);
    const [run] = sample.report.runs;
    expect(numbers.get(`run ${run!.id}, peakAlignment`)).toMatchObject({
      value: run!.peakAlignment,
      kind: 'extreme',
    });
    expect(numbers.get('totals, finished')).toMatchObject({
      value: sample.report.totals.finished,
      kind: 'count',
    });
  });

  it('of other widths or of fewer runs are not from the same', () => {
    using sample = sampleReport();
    const { report } = sample;
    const { id, experiment } = report.runs[0]!;
    const wider = structuredClone(report);
    wider.experiments.find((row) => row.id === experiment)!.network!.width *= 2;
    const name = `run ${id}, time`;
    expect(reportNumbers(wider).get(name)!.from).not.toBe(reportNumbers(report).get(name)!.from);
    const fewer = structuredClone(report);
    fewer.runs[0]!.analysed = false;
    expect(runsBehind(fewer, experiment)).not.toBe(runsBehind(report, experiment));
    expect(reportNumbers(fewer).get(name)!.from).toBe(reportNumbers(report).get(name)!.from);
  });
});
