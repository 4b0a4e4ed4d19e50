import type { PowerLaw, PowerLawFit } from '../../../artifacts/power-laws.ts';
import type { PlannedExperiment } from '../inputs/report-settings.ts';
import { sameExperiment } from '../../paper/figure-list.ts';
import { paperExperiments, type PaperPowerLaw } from '../../paper/numbers.ts';
import { present } from '../../../present.ts';

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
  /** The fitted law over the range of sizes with its pointwise bootstrap 95 % band. */
  band: PowerLawFit['band'];
}

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
  const { runs, points, fit, reason, band } = found;
  return {
    experiment: experiment.id,
    runs,
    points,
    ...present({ fit, reason }),
    band,
  };
}
