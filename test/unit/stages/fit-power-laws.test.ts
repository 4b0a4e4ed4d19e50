import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { solverSettings } from '../../../src/artifacts/solver-settings.ts';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { powerLawFit } from '../../../src/artifacts/power-laws.ts';
import type { RunAnalysis, SnapshotAnalysis } from '../../../src/artifacts/analysis.ts';
import stage from '../../../stages/fit-power-laws.ts';
import { runStage } from '../../stage-context.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** An analysis whose P^1_{Δ,J} takes the given values at iterations 0, 10, 100, … */
function analysis(size: number, networkSeed: number, alignment: number[]): RunAnalysis {
  const snapshot = (value: number, index: number): SnapshotAnalysis => ({
    iteration: index === 0 ? 0 : 10 ** index,
    time: index,
    loss: 1 / (index + 1),
    hessian: { largest: 2 },
    gaussNewton: { largest: 2 },
    residual: { largest: 1, smallest: -1 },
    overlapRatio: 0.1,
    meanSquaredNormK: 20,
    meanSquaredNormDelta: [15, 10],
    meanSquaredActivationRatio: [1],
    alignmentRatioChi: [1],
    meanSquaredNormLayerwiseJacobian: [4],
    alignmentRatioDeltaJacobian: [value],
    activationRatioProduct: [1],
    chiAlignmentProduct: [1],
    jacobianNormProduct: [4],
    jacobianAlignmentProduct: [value],
    checks: { decomposition: 0, split: 0 },
  });
  return {
    format: 1,
    run: {
      format: 1,
      experiment: 'dice-cross-entropy',
      dataset: 'dice',
      datasetTitle: 'Dice',
      criterion: 'cross-entropy',
      classes: ['one', 'two'],
      size,
      networkSeed,
      subsetSeed: 0,
      stopLoss: 0.01,
      network: { depth: 2, width: 4, activation: 'elu', init: 'xavier-normal', gain: 1 },
      inputs: 4,
      compressedInputs: 4,
      solver: solverSettings.parse({}),
      precision: 'float64',
      status: 'converged',
      iterations: 100,
      time: 1,
      loss: 0.01,
      blockProducts: 1,
      gradients: 1,
      snapshots: alignment.map((_, index) => (index === 0 ? 0 : 10 ** index)),
      negativeIterations: 0,
      limitedIterations: 0,
    },
    snapshots: alignment.map(snapshot),
    saturated: [],
    audits: { searches: 0, missed: 0 },
  };
}

async function fit(analyses: RunAnalysis[], params: Record<string, unknown> = {}) {
  const root = temporaryFolder();
  const inputs = analyses.map((content, index) => {
    const path = join(root, String(index));
    mkdirSync(path);
    writeFileSync(join(path, 'analysis.json'), JSON.stringify(content));
    return { name: `analyze[${index}]`, path };
  });
  const output = temporaryFolder();
  const request = {
    params: { experiment: 'dice-cross-entropy', ...params },
    output,
    inputs: { analyses: inputs },
  };
  const outcome = await runStage(stage, request);
  const text = readFileSync(join(output, 'power-law.json'), 'utf8');
  return { outcome, text, result: powerLawFit.parse(JSON.parse(text)) };
}

describe('fit-power-laws', () => {
  it('fits one point a run: the largest alignment from iteration 10 on', async () => {
    const runs = [40, 10, 20].map((size, seed) => analysis(size, seed, [99, 0.001 * size, 0.002 * size]));
    const { result, outcome } = await fit(runs);
    expect(result.points).toEqual([
      { size: 10, networkSeed: 1, subsetSeed: 0, peakAlignment: 0.02 },
      { size: 20, networkSeed: 2, subsetSeed: 0, peakAlignment: 0.04 },
      { size: 40, networkSeed: 0, subsetSeed: 0, peakAlignment: 0.08 },
    ]);
    expect(result.runs).toBe(3);
    expect(result.fit!.exponent).toBeCloseTo(1, 12);
    expect(result.fit!.coefficient).toBeCloseTo(0.002, 12);
    expect(result.fit!.intervals.exponent.low).toBeCloseTo(1, 12);
    expect(result.band[0]!.value).toBeCloseTo(0.02, 12);
    expect(result.band.at(-1)!.high).toBeCloseTo(0.08, 12);
    expect(outcome.metrics).toEqual({
      runs: 3,
      coefficient: result.fit!.coefficient,
      exponent: result.fit!.exponent,
      determination: result.fit!.determination,
    });
  });

  it('writes the same bytes whatever order its inputs come in', async () => {
    const runs = [10, 20, 40, 40].map((size, seed) =>
      analysis(size, seed, [0, 0.01, 0.002 * size + 0.001 * seed]),
    );
    expect((await fit(runs)).text).toBe((await fit(runs.toReversed())).text);
  });

  it('gives the reason instead of a fit where there are too few runs or sizes', async () => {
    const one = await fit([analysis(10, 0, [0, 0.1])]);
    expect(one.result).toEqual({
      format: 1,
      experiment: 'dice-cross-entropy',
      runs: 1,
      points: [{ size: 10, networkSeed: 0, subsetSeed: 0, peakAlignment: 0.1 }],
      band: [],
      reason: 'a fit needs at least 3 runs, there is 1',
    });
    expect(one.outcome.metrics).toEqual({ runs: 1 });
    const equal = await fit([0, 1, 2].map((seed) => analysis(10, seed, [0, 0.1])));
    expect(equal.result.reason).toBe('a fit needs at least 2 dataset sizes, all 3 runs have 10');
  });

  it('leaves out a run that ended in the transient, and says so in the log', async () => {
    const { result, outcome } = await fit([analysis(10, 0, [0.5]), analysis(20, 0, [0.5, 0.1])]);
    expect(result.points.map(({ size }) => size)).toEqual([20]);
    expect(outcome.log).toEqual(['analyze[0] has no snapshot from iteration 10 on: left out']);
  });

  it('refuses the analysis of another experiment', async () => {
    await expect(fit([analysis(10, 0, [1, 2])], { experiment: 'other' })).rejects.toThrow(
      'analyze[0] is of the experiment dice-cross-entropy, expected other: a law is fitted to the runs of one experiment; ' +
        'give both stages the matrix axis experiment, so that each law collects its own',
    );
  });
});
