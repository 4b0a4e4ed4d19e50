/** Each rule with a synthetic study that agrees, one that differs and one that cannot be judged. */
import { describe, expect, it } from 'vitest';
import type { SnapshotAnalysis } from '../../../../../src/artifacts/analysis.ts';
import type { RunInput } from '../../../../../src/report/data/inputs/inputs.ts';
import { reportedExperiments } from '../../../../../src/report/data/inputs/reported-experiments.ts';
import { analysedSnapshots } from '../../../../../src/report/data/inputs/snapshots.ts';
import { claimRules } from '../../../../../src/report/data/judgement/claim-rules.ts';
import { judgeClaim, type Claim } from '../../../../../src/report/data/judgement/claims.ts';
import { experimentRows } from '../../../../../src/report/data/rows/experiment-rows.ts';
import { runRows } from '../../../../../src/report/data/rows/run-rows.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';
import { fullPlan } from '../../../../synthetic/study.ts';

/** Table 1 as in the paper, with fewer seeds and short trainings. */
const paperPlan = {
  ...fullPlan,
  seeds: { network: [0, 1], subset: [0, 1] },
  iterations: [210, 330] as const,
};
using paper = sampleReport(paperPlan);

/** Snapshots from the first analysed one (part 0) to the last (part 1). */
type Shape = (snapshot: SnapshotAnalysis, part: number, run: RunInput) => void;

function judged(id: string, shape: Shape, change?: (runs: RunInput[]) => RunInput[]): Claim {
  let runs: RunInput[] = paper.inputs.runs.map((run) => ({
    ...run,
    description: structuredClone(run.description),
    analysis: structuredClone(run.analysis),
  }));
  for (const run of runs) {
    const snapshots = analysedSnapshots(run, 10);
    for (const [index, snapshot] of snapshots.entries()) shape(snapshot, index / (snapshots.length - 1), run);
  }
  runs = change?.(runs) ?? runs;
  const experiments = reportedExperiments(paperPlan.experiments, runs);
  const rows = experimentRows(experiments, runs, runRows(runs, { experiments, ignoreBefore: 10 }));
  const rule = claimRules.find((claim) => claim.id === id)!;
  return judgeClaim(rule, { runs, experiments, rows, fits: paper.inputs.fits, ignoreBefore: 10 });
}

const narrow = (runs: RunInput[]) => {
  for (const { description } of runs) description.network.width = 64;
  return runs;
};
/** Half of the network seeds say one thing, half another. */
const divided =
  (one: Shape, other: Shape): Shape =>
  (snapshot, part, run) => {
    (run.description.networkSeed === 0 ? one : other)(snapshot, part, run);
  };
const alignment =
  (to: (part: number) => number): Shape =>
  (s, part) => {
    s.jacobianAlignmentProduct[0] = 0.001 * to(part);
  };
const grown = (factor: number) => (part: number) => 1 + (factor - 1) * part;
const all = (s: SnapshotAnalysis, value: number): number[] => s.meanSquaredNormDelta.map(() => value);

const hessian =
  (factor: number): Shape =>
  (s, part) => {
    s.hessian.largest = 100 * grown(factor)(part);
  };
const bound = (agrees: Shape, differs: Shape) => ({ agrees, differs, open: [differs, narrow] as const });

const cases: Record<string, { agrees: Shape; differs: Shape; open: readonly [Shape, typeof narrow?] }> = {
  'hessian-growth': { agrees: hessian(5), differs: hessian(1), open: [divided(hessian(3), hessian(1))] },
  'residual-sharpness': bound(
    (s) => (s.residual = { largest: 56, smallest: -56.74 }),
    (s) => (s.residual = { largest: 1, smallest: -57 }),
  ),
  'residual-share': bound(
    (s) => (s.residual = { largest: 0.098 * s.hessian.largest, smallest: 0 }),
    (s) => (s.residual = { largest: 0.11 * s.hessian.largest, smallest: 0 }),
  ),
  'gauss-newton-distance': bound(
    (s) => (s.gaussNewton.largest = 0.9 * s.hessian.largest),
    (s) => (s.gaussNewton.largest = 1.2 * s.hessian.largest),
  ),
  'overlap-growth': bound(
    (s, part) => (s.overlapRatio = 0.1 * grown(1.9)(part)),
    (s, part) => (s.overlapRatio = 0.1 * grown(2)(part)),
  ),
  'later-layer-ratio': bound(
    (s) => (s.meanSquaredNormDelta = [1, ...all(s, 1.37).slice(1)]),
    (s) => (s.meanSquaredNormDelta = [1, ...all(s, 1.5).slice(1)]),
  ),
  'output-norm-growth': bound(
    (s, part) => (s.meanSquaredNormDelta = all(s, grown(2)(part))),
    (s, part) => (s.meanSquaredNormDelta = all(s, grown(2.2)(part))),
  ),
  'activation-ratio-product-growth': bound(
    (s, part) => (s.activationRatioProduct[0] = 1 - part / 2),
    (s, part) => (s.activationRatioProduct[0] = grown(1.4)(part)),
  ),
  'chi-alignment-product-growth': bound(
    (s) => (s.chiAlignmentProduct[0] = 1),
    (s, part) => (s.chiAlignmentProduct[0] = grown(1.3)(part)),
  ),
  'jacobian-norm-product-growth': bound(
    (s, part) => (s.jacobianNormProduct[0] = grown(3)(part)),
    (s, part) => (s.jacobianNormProduct[0] = grown(4)(part)),
  ),
  'jacobian-alignment-product-growth': {
    agrees: alignment(grown(20)),
    differs: alignment(() => 1),
    open: [
      divided(
        alignment(grown(20)),
        alignment(() => 1),
      ),
    ],
  },
  'jacobian-alignment-increases': {
    agrees: alignment((part) => 1 + part - 0.2 * part ** 6),
    // Above its first value, yet falling for most of the training.
    differs: alignment((part) => (part === 0 ? 1 : 3 - part)),
    open: [
      divided(
        alignment(grown(2)),
        alignment((part) => 2 - part),
      ),
    ],
  },
  'jacobian-alignment-grows-most': {
    agrees: alignment(grown(20)),
    differs: alignment(grown(1.01)),
    open: [divided(alignment(grown(20)), alignment(grown(1.01)))],
  },
  'stable-learning-rate-cross-entropy': rate(0.0006),
  'stable-learning-rate-mse': rate(0.00003),
};

/** Without change of alignment, the bound is ρ times the sum of the norms. */
function rate(eta: number) {
  const shape =
    (factor: number): Shape =>
    (s) => {
      s.jacobianAlignmentProduct = s.jacobianAlignmentProduct.map(() => 1);
      s.meanSquaredNormDelta = all(s, 1);
      s.overlapRatio = 2 / (eta * factor) / s.meanSquaredNormDelta.length;
    };
  return bound(shape(1.01), shape(0.9));
}

describe('the rule of', () => {
  it.each(Object.entries(cases))(
    '%s agrees, differs and is not judged where it should',
    (id, { agrees, differs, open }) => {
      expect(judged(id, agrees)).toMatchObject({ verdict: 'agrees' });
      expect(judged(id, differs)).toMatchObject({ verdict: 'differs' });
      const [shape, change] = open;
      const claim = judged(id, shape, change);
      // Growth at another width is growth; its size is not judged.
      if (id === 'jacobian-norm-product-growth') {
        expect(claim.reason).toBe('The paper’s number is not judged here: width 64 instead of 512');
        expect(
          judged(
            id,
            divided(shape, (s) => (s.jacobianNormProduct[0] = 1)),
            narrow,
          ).verdict,
        ).toBe('not judged here');
      } else expect(claim.verdict, JSON.stringify(claim.sides)).toBe('not judged here');
      expect(claim.reason).toMatch(/the seeds do not decide|width 64 instead of 512/);
      expect(judged(id, agrees, () => [])).toMatchObject({
        verdict: 'not judged here',
        reason: 'no run of the paper’s experiments speaks to it',
      });
    },
  );

  it('hessian-growth and the alignment’s growth: more than "as much as" is no difference, far less is', () => {
    expect(judged('hessian-growth', hessian(50)).verdict).toBe('agrees');
    expect(judged('hessian-growth', hessian(1.5)).verdict).toBe('differs');
    expect(judged('jacobian-alignment-product-growth', alignment(grown(100))).verdict).toBe('agrees');
    expect(judged('jacobian-alignment-product-growth', alignment(grown(5))).verdict).toBe('differs');
  });

  it('negative-share takes the share over an experiment’s iterations, of the paper’s solver only', () => {
    const none: Shape = () => undefined;
    type Method = RunInput['description']['solver']['method'];
    const signs = (sign: (row: number) => number, method?: Method) => (runs: RunInput[]) =>
      runs.map((run) => ({
        ...run,
        description: {
          ...run.description,
          solver: { ...run.description.solver, ...(method === undefined ? {} : { method }) },
        },
        history: { ...run.history, sharpness: run.history.sharpness.map((_, row) => sign(row)) },
      }));
    expect(
      judged(
        'negative-share',
        none,
        signs(() => 1),
      ).verdict,
    ).toBe('agrees');
    const half = signs((row) => (row % 2 === 0 ? 1 : -1));
    expect(judged('negative-share', none, half).verdict).toBe('differs');
    expect(
      judged(
        'negative-share',
        none,
        signs(() => -1, 'stabilized-rk'),
      ),
    ).toMatchObject({
      verdict: 'not judged here',
      reason: 'another solver',
    });
  });

  it('power-law-determination asks for a positive exponent and for R²; a better fit is no difference', () => {
    const law = (exponent: number, determination: number) => {
      for (const { fit } of paper.inputs.fits)
        Object.assign(fit!, {
          exponent,
          determination,
          intervals: {
            ...fit!.intervals,
            exponent: { low: exponent - 0.1, high: exponent + 0.1 },
            determination: { low: determination - 0.01, high: Math.min(1, determination + 0.01) },
          },
        });
      return judged('power-law-determination', () => undefined);
    };
    expect(law(0.4, 0.8).verdict).toBe('agrees');
    expect(law(0.4, 0.999).verdict).toBe('agrees');
    expect(law(0.4, 0.5).verdict).toBe('differs');
    expect(law(-0.4, 0.9).verdict).toBe('differs');
    expect(law(0.05, 0.9)).toMatchObject({ verdict: 'not judged here', reason: 'the seeds do not decide' });
  });

  it('every claim is tried above', () => {
    const tried = [...Object.keys(cases), 'negative-share', 'power-law-determination'];
    expect(claimRules.map(({ id }) => id)).toEqual(tried);
  });
});
