import { describe, expect, it } from 'vitest';
import { solverSettings } from '../../../../../src/artifacts/solver-settings.ts';
import { edgeShares, largestStep } from '../../../../../src/report/data/rows/edge.ts';
import type { RunInput } from '../../../../../src/report/data/inputs/inputs.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

function changed(run: RunInput, settings: Record<string, unknown>, sharpness: number[]): RunInput {
  const solver = solverSettings.parse(settings);
  return {
    ...run,
    description: { ...run.description, solver, iterations: 4, limitedIterations: 1 },
    history: {
      ...run.history,
      iteration: Float64Array.from(sharpness, (_, row) => row + 9),
      sharpness: Float64Array.from(sharpness),
    },
  };
}

describe('training against the edge', () => {
  using sample = sampleReport();
  const run = sample.inputs.runs[0]!;

  it('counts iterations above 2/η after the transient, and those limited by λ_{k+1} of all', () => {
    // Iterations 9, 10, 11, 12; the first belongs to the transient, the last has no eigenvalue.
    const made = changed(run, { maxStepSize: 0.01 }, [900, 300, 100, Number.NaN]);
    expect(largestStep(made)).toBe(0.01);
    expect(edgeShares(made, 10)).toEqual({ limitedShare: 0.25, aboveEdgeShare: 0.5 });
  });

  it('says nothing of limited steps for solvers that λ_{k+1} does not limit', () => {
    const made = changed(run, { method: 'stabilized-rk', maxStepSize: 0.01 }, [900, 300]);
    expect(edgeShares(made, 10)).toEqual({ aboveEdgeShare: 1 });
  });
});
