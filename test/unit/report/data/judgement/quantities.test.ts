import { describe, expect, it } from 'vitest';
import { quantities } from '../../../../../src/report/data/judgement/quantities.ts';
import {
  analysedSnapshots,
  counterfactualSharpness,
} from '../../../../../src/report/data/inputs/snapshots.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

describe('quantities of the discussion', () => {
  using sample = sampleReport();
  const snapshots = analysedSnapshots(sample.inputs.runs[0]!, 10);
  const measure = (id: string, of = snapshots) =>
    quantities.find((quantity) => quantity.id === id)!.measure(of);

  it('measure growth from the first analysed snapshot, so that a single one has grown by ×1', () => {
    for (const { id } of quantities.filter(({ id: name }) => name.endsWith('-growth')))
      expect(measure(id, snapshots.slice(0, 1))).toBe(1);
  });

  it('measure the distance of G from the Hessian relative to the Hessian', () => {
    const made = [{ ...snapshots[0]!, hessian: { largest: 10 }, gaussNewton: { largest: 12 } }];
    expect(measure('gauss-newton-distance', made)).toBeCloseTo(0.2, 12);
  });

  it('measure later layers relative to the first', () => {
    const made = [{ ...snapshots[0]!, meanSquaredNormDelta: [4, 1, 5] }];
    expect(measure('later-layer-ratio', made)).toBe(1.25);
  });

  it('take the stable learning rate from the largest counterfactual bound', () => {
    const worst = Math.max(...snapshots.map((snapshot) => counterfactualSharpness(snapshot, snapshots[0]!)));
    expect(measure('stable-learning-rate')).toBeCloseTo(2 / worst, 15);
  });
});
