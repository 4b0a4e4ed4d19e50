import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { linearRegression, quantileSorted } from 'simple-statistics';
import type { PowerLaw, PowerLawFit } from '../../../artifacts/power-laws.ts';
import type { PlannedExperiment } from '../inputs/report-settings.ts';
import { sameExperiment } from '../../paper/figure-list.ts';
import { paperExperiments, type PaperPowerLaw } from '../../paper/numbers.ts';

/** The fitted law at one dataset size, with its pointwise bootstrap 95 % band. */
export interface BandPoint {
  size: number;
  value: number;
  low: number;
  high: number;
}

/** One row of Table 2: an experiment of this run or of the paper. */
export interface PowerLawRow {
  /** Absent where the paper's experiment is not part of this run. */
  experiment?: string;
  dataset: string;
  criterion: string;
  runs: number;
  points: PowerLawFit['points'];
  fit?: PowerLaw;
  /** Why there is no fit. */
  reason?: string;
  paper?: PaperPowerLaw;
  band: BandPoint[];
}

const bandSteps = 24;
const resamples = 400;

/** Table 2: the paper's five experiments in its order, then those that only this run has. */
export function powerLawRows(
  experiments: readonly PlannedExperiment[],
  fits: readonly PowerLawFit[],
): PowerLawRow[] {
  const known = paperExperiments.map(({ dataset, criterion, powerLaw }): PowerLawRow => {
    const experiment = experiments.find((candidate) => sameExperiment(candidate, { dataset, criterion }));
    return { ...fittedRow(experiment, fits), dataset, criterion, paper: powerLaw };
  });
  const further = experiments
    .filter((experiment) => !paperExperiments.some((paper) => sameExperiment(paper, experiment)))
    .map((experiment): PowerLawRow => ({
      ...fittedRow(experiment, fits),
      dataset: experiment.dataset,
      criterion: experiment.criterion,
    }));
  return [...known, ...further];
}

type Fitted = Pick<PowerLawRow, 'experiment' | 'runs' | 'points' | 'fit' | 'reason' | 'band'>;

function fittedRow(experiment: PlannedExperiment | undefined, fits: readonly PowerLawFit[]): Fitted {
  if (experiment === undefined) return { runs: 0, points: [], band: [] };
  const found = fits.find((fit) => fit.experiment === experiment.id);
  if (found === undefined)
    return {
      experiment: experiment.id,
      runs: 0,
      points: [],
      band: [],
      reason: 'no fit of this experiment reached the report',
    };
  const { runs, points, fit, reason } = found;
  return {
    experiment: experiment.id,
    runs,
    points,
    ...(fit === undefined ? {} : { fit }),
    ...(reason === undefined ? {} : { reason }),
    band: fit === undefined ? [] : bootstrapBand(points, fit),
  };
}

/**
 * The fitted law c_1·D^{c_2} over the range of sizes, with the pointwise 2.5 % and 97.5 % quantiles of laws fitted by
 * least squares in log space to points drawn with replacement. Deterministic: the seed is fixed.
 */
export function bootstrapBand(points: PowerLawFit['points'], fit: PowerLaw): BandPoint[] {
  const logs = points.map(({ size, peakAlignment }) => [Math.log(size), Math.log(peakAlignment)] as const);
  const low = Math.min(...logs.map(([x]) => x));
  const high = Math.max(...logs.map(([x]) => x));
  const generator = xoroshiro128plus(9);
  const laws: { m: number; b: number }[] = [];
  while (laws.length < resamples) {
    const drawn = logs.map(() => [...logs[uniformInt(generator, 0, logs.length - 1)]!]);
    // A resample of one size has no slope: draw again.
    if (drawn.some(([x]) => x !== drawn[0]![0])) laws.push(linearRegression(drawn));
  }
  return Array.from({ length: bandSteps + 1 }, (_, step) => {
    const x = low + ((high - low) * step) / bandSteps;
    const values = laws.map(({ m, b }) => Math.exp(b + m * x)).sort((a, b) => a - b);
    return {
      size: Math.exp(x),
      value: fit.coefficient * Math.exp(x) ** fit.exponent,
      low: quantileSorted(values, 0.025),
      high: quantileSorted(values, 0.975),
    };
  });
}
