import { describe, expect, it } from 'vitest';
import { judgeClaims, type Claim } from '../../../../../src/report/data/judgement/claims.ts';
import { discussionRows } from '../../../../../src/report/data/judgement/discussion.ts';
import type { ReportInputs } from '../../../../../src/report/data/inputs/inputs.ts';
import { flawedPlan, sampleReport } from '../../../../synthetic/sample-report.ts';

const { experiments } = flawedPlan;

function judged({ runs, fits }: ReportInputs): Map<string, Claim> {
  const discussion = discussionRows(runs, experiments, 10);
  const claims = judgeClaims({ runs, experiments, discussion, fits, ignoreBefore: 10 });
  return new Map(claims.map((claim) => [claim.id, claim]));
}

describe('claims', () => {
  it('judge every number of section 5 and the share of negative eigenvalues of section 7.1', () => {
    using sample = sampleReport();
    expect([...judged(sample.inputs).keys()]).toEqual([
      'hessian-growth',
      'residual-sharpness',
      'residual-share',
      'gauss-newton-distance',
      'overlap-growth',
      'later-layer-ratio',
      'output-norm-growth',
      'activation-ratio-product-growth',
      'chi-alignment-product-growth',
      'jacobian-norm-product-growth',
      'jacobian-alignment-product-growth',
      'jacobian-alignment-increases',
      'stable-learning-rate-cross-entropy',
      'stable-learning-rate-mse',
      'negative-share',
      'power-law-determination',
    ]);
  });

  it('hold at the paper’s number and fail beyond it', () => {
    using sample = sampleReport();
    const { inputs } = sample;
    for (const { analysis } of inputs.runs)
      for (const snapshot of analysis?.snapshots ?? []) snapshot.residual = { largest: 56.74, smallest: -1 };
    expect(judged(inputs).get('residual-sharpness')).toMatchObject({ value: 56.74, verdict: 'holds' });
    inputs.runs[3]!.analysis!.snapshots.at(-1)!.residual.smallest = -56.75;
    expect(judged(inputs).get('residual-sharpness')).toMatchObject({
      value: 56.75,
      run: inputs.runs[3]!.id,
      verdict: 'does not hold',
    });
  });

  it('are not judged where no run speaks to them', () => {
    using sample = sampleReport();
    const claims = judged(sample.inputs);
    expect(claims.get('stable-learning-rate-mse')).toMatchObject({ experiments: {}, verdict: 'not run' });
    expect(claims.get('stable-learning-rate-mse')).not.toHaveProperty('value');
    const verdicts = [...judged({ runs: [], datasets: [], fits: [] }).values()].map(({ verdict }) => verdict);
    expect(new Set(verdicts)).toEqual(new Set(['not run']));
  });

  it('count alignment as increasing only where a later snapshot is above the first', () => {
    using sample = sampleReport();
    const run = sample.inputs.runs[0]!;
    for (const snapshot of run.analysis!.snapshots) snapshot.jacobianAlignmentProduct[0] = 0.01;
    const claim = judged(sample.inputs).get('jacobian-alignment-increases')!;
    // 11 of the 12 atrial runs are analysed.
    expect(claim.experiments['atrial-fibrillation-cross-entropy']).toBeCloseTo(10 / 11, 12);
    expect(claim.verdict).toBe('does not hold');
  });

  it('take the share of negative eigenvalues over the iterations of an experiment that have one', () => {
    using sample = sampleReport();
    const chosen = sample.inputs.runs.filter(({ id }) => id.startsWith('dice'));
    chosen[0]!.history.sharpness[20] = Number.NaN;
    const iterations = chosen.reduce((sum, { history }) => sum + history.sharpness.length, 0) - 1;
    expect(judged(sample.inputs).get('negative-share')!.experiments['dice-cross-entropy']).toBe(
      (3 * chosen.length) / iterations,
    );
  });

  it('judge the power laws by the smallest R²', () => {
    using sample = sampleReport();
    const { fits } = sample.inputs;
    fits[0]!.fit!.determination = 0.9;
    fits[1]!.fit!.determination = 0.74;
    expect(judged(sample.inputs).get('power-law-determination')).toMatchObject({
      value: 0.74,
      verdict: 'holds',
    });
    fits[1]!.fit!.determination = 0.73;
    expect(judged(sample.inputs).get('power-law-determination')!.verdict).toBe('does not hold');
  });
});
