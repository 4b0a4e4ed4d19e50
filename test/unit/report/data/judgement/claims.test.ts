import { describe, expect, it } from 'vitest';
import { judgeClaims, type Claim } from '../../../../../src/report/data/judgement/claims.ts';
import type { ReportInputs } from '../../../../../src/report/data/inputs/inputs.ts';
import { reportedExperiments } from '../../../../../src/report/data/inputs/reported-experiments.ts';
import { experimentRows } from '../../../../../src/report/data/rows/experiment-rows.ts';
import { runRows } from '../../../../../src/report/data/rows/run-rows.ts';
import { flawedPlan, sampleReport } from '../../../../synthetic/sample-report.ts';

function judged({ runs, fits }: ReportInputs): Map<string, Claim> {
  const experiments = reportedExperiments(flawedPlan.experiments, runs);
  const rows = experimentRows(experiments, runs, runRows(runs, { experiments, ignoreBefore: 10 }));
  const claims = judgeClaims({ runs, experiments, rows, fits, ignoreBefore: 10 });
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
      'jacobian-alignment-grows-most',
      'stable-learning-rate-cross-entropy',
      'stable-learning-rate-mse',
      'negative-share',
      'power-law-determination',
    ]);
  });

  it('name the run that has the extreme', () => {
    using sample = sampleReport();
    const { inputs } = sample;
    for (const { analysis } of inputs.runs)
      for (const snapshot of analysis?.snapshots ?? []) snapshot.residual = { largest: 56.74, smallest: -1 };
    expect(judged(inputs).get('residual-sharpness')).toMatchObject({ value: 56.74 });
    inputs.runs[3]!.analysis!.snapshots.at(-1)!.residual.smallest = -56.75;
    expect(judged(inputs).get('residual-sharpness')).toMatchObject({
      value: 56.75,
      run: inputs.runs[3]!.id,
      verdict: 'not judged here',
      reason: 'other dataset sizes, width 32 instead of 512, another stop loss',
    });
  });

  it('are not judged where no run speaks to them', () => {
    using sample = sampleReport();
    const claims = judged(sample.inputs);
    expect(claims.get('stable-learning-rate-mse')).toMatchObject({
      experiments: {},
      verdict: 'not judged here',
    });
    expect(claims.get('stable-learning-rate-mse')).not.toHaveProperty('value');
    const verdicts = [...judged({ runs: [], datasets: [], fits: [] }).values()].map(({ verdict }) => verdict);
    expect(new Set(verdicts)).toEqual(new Set(['not judged here']));
  });

  it('report experiments that the paper does not have beside, and do not count them', () => {
    using sample = sampleReport();
    for (const { id, description, analysis } of sample.inputs.runs)
      if (id.startsWith('dice')) {
        Object.assign(description, { dataset: 'mine', datasetTitle: 'Mine' });
        for (const snapshot of analysis?.snapshots ?? []) snapshot.hessian.largest = 1;
      }
    const claim = judged(sample.inputs).get('hessian-growth')!;
    expect(claim.experiments['dice-cross-entropy']).toBe(1);
    expect(claim.verdict).toBe('agrees');
    expect(claim.value).toBe(claim.experiments['atrial-fibrillation-cross-entropy']);
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

  it('have as power laws’ number the smallest R²', () => {
    using sample = sampleReport();
    const { fits } = sample.inputs;
    fits[0]!.fit!.determination = 0.9;
    fits[1]!.fit!.determination = 0.74;
    expect(judged(sample.inputs).get('power-law-determination')).toMatchObject({ value: 0.74 });
  });
});
