import { describe, expect, it } from 'vitest';
import { quantityList } from '../../../../../src/report/data/judgement/quantities.ts';
import { counterfactualSharpness } from '../../../../../src/numerics/statistics/counterfactual.ts';
import { analysedSnapshots } from '../../../../../src/report/data/inputs/snapshots.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

describe('quantities of the discussion', () => {
  using sample = sampleReport();
  const snapshots = analysedSnapshots(sample.inputs.runs[0]!, 10);
  const measure = (id: string, of = snapshots) =>
    quantityList.find((quantity) => quantity.id === id)!.read(of);

  it('measure growth from the first analysed snapshot, so that a single one has grown by ×1', () => {
    for (const { id } of quantityList.filter(({ id: name }) => name.endsWith('-growth')))
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

  it('take their formulas from numerics: growth is a value over its first, the rate 2/(ρ Σ P(t_0)/P(t)·E‖Δ^i‖²)', () => {
    const first = {
      ...snapshots[0]!,
      overlapRatio: 0.5,
      meanSquaredNormDelta: [4, 4, 2],
      jacobianAlignmentProduct: [0.1, 0.2],
    };
    const later = { ...first, meanSquaredNormDelta: [8, 4, 2], jacobianAlignmentProduct: [0.4, 0.4] };
    expect(measure('jacobian-alignment-product-growth', [first, later])).toBeCloseTo(4, 12);
    // At first 0.5·(4 + 4 + 2) = 5, later 0.5·(8/4 + 4/2 + 2) = 3.
    expect(measure('stable-learning-rate', [first, later])).toBeCloseTo(2 / 5, 12);
  });
});
