import { solverSettings } from '../../../../../src/artifacts/solver-settings.ts';
import { describe, expect, it } from 'vitest';
import { deviations } from '../../../../../src/report/data/rows/deviations.ts';
import { paperExperiments } from '../../../../../src/report/paper/numbers.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

describe('deviations from the paper', () => {
  it('are said for each experiment: sizes, runs, width, stop loss, and what went missing', () => {
    using sample = sampleReport();
    expect(deviations(sample.report.experiments).slice(0, 2)).toEqual([
      'Dice, cross-entropy: dataset sizes 30, 60, 120 instead of 468, 937, 1875, 3750, 7500; 12 planned runs instead of 80; width 32 instead of 512; training until loss 0.05 instead of 0.01; 1 of 12 runs missing; 1 of 11 runs stopped at the iteration limit.',
      'CIFAR-10, cross-entropy: not run; the paper trained 80 networks.',
    ]);
  });

  it('are none for a full re-creation', () => {
    using sample = sampleReport();
    const [row] = sample.report.experiments;
    const [paper] = paperExperiments;
    const full = {
      ...row!,
      sizes: [...paper!.sizes],
      planned: 80,
      finished: 80,
      converged: 80,
      stopLoss: 0.01,
      network: { ...row!.network!, width: 512 },
    };
    expect(deviations([full])).toEqual([]);
    expect(deviations([{ ...full, solver: solverSettings.parse({ method: 'stabilized-rk' }) }])).toEqual([
      'Dice, cross-entropy: trained by a stabilised Runge–Kutta method instead of exponential Euler.',
    ]);
    expect(deviations([{ ...full, reduction: 'mean', precision: 'float32' }])).toEqual([
      'Dice, cross-entropy: MSE divided by the number of outputs; 32-bit instead of 64-bit numbers.',
    ]);
  });

  it('are of one’s own experiments that they are none of the paper’s, and why where gradient descent trained them', () => {
    using sample = sampleReport();
    const own = { ...sample.report.experiments[0]!, datasetTitle: 'Mine' };
    delete own.paper;
    expect(deviations([own])).toEqual(['Mine, cross-entropy: not among the paper’s experiments.']);
    const solver = { ...own.solver!, method: 'gradient-descent' as const };
    expect(deviations([{ ...own, solver }])).toEqual([
      'Mine, cross-entropy: trained by gradient descent; not among the paper’s experiments.',
    ]);
  });
});
