import { describe, expect, it } from 'vitest';
import { discussionRows, extremeOver } from '../../../../../src/report/data/judgement/discussion.ts';
import { quantityList } from '../../../../../src/report/data/judgement/quantities.ts';
import { flawedPlan, sampleReport } from '../../../../synthetic/sample-report.ts';

describe('discussion rows', () => {
  using sample = sampleReport();
  const { runs } = sample.inputs;

  it('take the largest of each quantity over runs, the smallest of the learning rate, and name its run', () => {
    const rows = discussionRows(runs, flawedPlan.experiments, 10);
    for (const quantity of quantityList) {
      const row = rows.find((candidate) => candidate.quantity === quantity.id)!;
      const each = runs
        .filter(({ analysis }) => analysis !== undefined)
        .map((run) => ({ run: run.id, value: extremeOver(quantity, [run], 10)!.value }));
      const best = (quantity.extreme === 'largest' ? Math.max : Math.min)(...each.map(({ value }) => value));
      expect(row.overall!.value).toBe(best);
      expect(each.find(({ run }) => run === row.overall!.run)!.value).toBe(best);
    }
  });

  it('leave out experiments without an analysed run', () => {
    const rows = discussionRows([], flawedPlan.experiments, 10);
    expect(
      rows.every(
        ({ experiments, overall }) => Object.keys(experiments).length === 0 && overall === undefined,
      ),
    ).toBe(true);
  });
});
