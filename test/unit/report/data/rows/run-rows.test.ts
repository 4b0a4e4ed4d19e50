import { describe, expect, it } from 'vitest';
import { runRows } from '../../../../../src/report/data/rows/run-rows.ts';
import { flawedPlan, sampleReport } from '../../../../synthetic/sample-report.ts';

describe('run rows', () => {
  it('have a row for every planned run, found or not, in order of experiment, size and seeds', () => {
    using sample = sampleReport();
    const rows = runRows(sample.inputs.runs, sample.settings);
    const expected = flawedPlan.experiments.flatMap(({ id, sizes }) =>
      sizes.flatMap((size) => [0, 1].flatMap((n) => [0, 1].map((s) => `${id}/${size}/${n}/${s}`))),
    );
    expect(rows.map(({ id }) => id)).toEqual(expected);
  });

  it('say which runs are missing, stopped early, or not analysed', () => {
    using sample = sampleReport();
    const rows = runRows(sample.inputs.runs, sample.settings);
    const ids = (keep: (row: (typeof rows)[number]) => boolean) => rows.filter(keep).map(({ id }) => id);
    expect(ids((row) => row.status === 'missing')).toEqual(flawedPlan.missing);
    expect(ids((row) => row.status === 'iteration-limit')).toEqual(flawedPlan.stopped);
    expect(ids((row) => row.status !== 'missing' && !row.analysed)).toEqual(flawedPlan.unanalysed);
  });

  it('leave numbers out where there are none', () => {
    using sample = sampleReport();
    const missing = runRows(sample.inputs.runs, sample.settings).find(({ status }) => status === 'missing');
    expect(missing).toEqual({
      id: 'dice-cross-entropy/120/1/1',
      experiment: 'dice-cross-entropy',
      size: 120,
      networkSeed: 1,
      subsetSeed: 1,
      status: 'missing',
      analysed: false,
    });
  });

  it('infer the planned seeds from the runs found when the plan does not name them', () => {
    using sample = sampleReport();
    const { seeds, ...settings } = sample.settings;
    expect(seeds).toEqual(flawedPlan.seeds);
    expect(runRows(sample.inputs.runs, settings).length).toBe(24);
  });

  it('count as planned what the parts of an experiment have, where not every size has the same seeds', () => {
    using sample = sampleReport();
    const { experiments, ...settings } = sample.settings;
    const [first] = experiments;
    const [small, large] = [Math.min(...first!.sizes), Math.max(...first!.sizes)];
    const parts = [
      { sizes: [small], networkSeeds: [0, 1], subsetSeeds: [0, 1] },
      { sizes: [large], networkSeeds: [0], subsetSeeds: [0] },
    ];
    const planned = [{ ...first!, sizes: [small, large], parts }];
    const runs = sample.inputs.runs.filter(
      ({ description: { experiment, size } }) => experiment === first!.id && size === small,
    );
    const rows = runRows(runs, { ...settings, experiments: planned });
    expect(rows.filter(({ status }) => status === 'missing').map(({ id }) => id)).toEqual([
      `${first!.id}/${large}/0/0`,
    ]);
    const alone = runs.filter(({ description: { networkSeed } }) => networkSeed === 1);
    expect(runRows(alone, { ...settings, experiments: planned })).toHaveLength(2);
  });

  it('say what the analysis audited and left out, where it did', () => {
    using sample = sampleReport();
    const [run] = sample.inputs.runs;
    const row = () => runRows([run!], sample.settings).find(({ id }) => id === run!.id)!;
    run!.analysis!.audits = { searches: 0, missed: 0 };
    expect(Object.keys(row()).filter((name) => /saturated|Searches/.test(name))).toEqual([]);
    run!.analysis!.audits = { searches: 9, missed: 1 };
    run!.analysis!.saturated = [{ iteration: 1 } as never];
    expect(row()).toMatchObject({ saturatedSnapshots: 1, auditedSearches: 9, missedSearches: 1 });
  });

  it('take peaks over the snapshots after the transient only', () => {
    using sample = sampleReport();
    const run = sample.inputs.runs[0]!;
    run.analysis!.snapshots[0]!.hessian.largest = 1e9;
    const row = runRows([run], sample.settings).find(({ id }) => id === run.id)!;
    const after = run.analysis!.snapshots.slice(1);
    expect(row.peakSharpness).toBe(Math.max(...after.map((snapshot) => snapshot.hessian.largest)));
    expect(row.peakAlignment).toBe(Math.max(...after.map((s) => s.jacobianAlignmentProduct[0]!)));
  });
});
