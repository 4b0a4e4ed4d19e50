import { expect, it } from 'vitest';
import { factors } from '../../../../../src/report/data/tables/factors.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

it('the product of the five factors is the mean squared norm of the first layer (Eq. 7)', () => {
  using sample = sampleReport();
  for (const snapshot of sample.inputs.runs[0]!.analysis!.snapshots) {
    const product = Object.values(factors).reduce((all, { read }) => all * read(snapshot), 1);
    expect(product / snapshot.meanSquaredNormDelta[0]!).toBeCloseTo(1, 12);
  }
});
