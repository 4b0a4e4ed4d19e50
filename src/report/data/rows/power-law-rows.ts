import type { PowerLaw, PowerLawFit } from '../../../artifacts/power-laws.ts';
import type { CriterionName } from '../../../artifacts/run-description.ts';
import type { ReportedExperiment } from '../inputs/reported-experiments.ts';
import { paperExperiments, type PaperPowerLaw } from '../../paper/numbers.ts';
import { present } from '../../../present.ts';

/** One row of Table 2: an experiment of this run or of the paper. */
export interface PowerLawRow {
  /** Absent where the paper's experiment is not part of this run. */
  experiment?: string;
  dataset: string;
  datasetTitle: string;
  criterion: CriterionName;
  runs: number;
  points: PowerLawFit['points'];
  fit?: PowerLaw;
  /** Why there is no fit. */
  reason?: string;
  paper?: PaperPowerLaw;
  /** The sizes that the paper's law rests on. */
  paperSizes?: readonly number[];
  /** The fitted law over the range of sizes with its pointwise bootstrap 95 % band. */
  band: PowerLawFit['band'];
}

/** Table 2: the paper's five experiments in its order, then those that only this run has. */
export function powerLawRows(
  experiments: readonly ReportedExperiment[],
  fits: readonly PowerLawFit[],
): PowerLawRow[] {
  const known = paperExperiments.map((paper): PowerLawRow => {
    const experiment = experiments.find((candidate) => candidate.paper?.id === paper.id);
    const { dataset, datasetTitle, criterion, powerLaw, sizes } = paper;
    return {
      ...fittedRow(experiment, fits),
      dataset,
      datasetTitle,
      criterion,
      paper: powerLaw,
      paperSizes: sizes,
    };
  });
  const own = experiments
    .filter(({ paper }) => paper === undefined)
    .map((experiment): PowerLawRow => {
      const { dataset, datasetTitle, criterion } = experiment;
      return { ...fittedRow(experiment, fits), dataset, datasetTitle, criterion };
    });
  return [...known, ...own];
}

type Fitted = Pick<PowerLawRow, 'experiment' | 'runs' | 'points' | 'fit' | 'reason' | 'band'>;

function fittedRow(experiment: ReportedExperiment | undefined, fits: readonly PowerLawFit[]): Fitted {
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
