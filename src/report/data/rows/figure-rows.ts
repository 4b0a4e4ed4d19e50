import type { PlannedExperiment } from '../inputs/report-settings.ts';
import { furtherFigures, paperFigures, sameExperiment, type FigurePlace } from '../../paper/figure-list.ts';
import { familyOf } from '../../figures/families.ts';
import type { ReportInputs } from '../inputs/inputs.ts';
import { paperExperiments } from '../../paper/numbers.ts';
import type { RunRow } from './run-rows.ts';

/** One figure of the report: in its place whether or not its experiment was run. */
export interface FigureRow extends FigurePlace {
  /** The experiment it shows; absent where this run has none such. */
  experiment?: string;
  /** What is drawn; TeX between dollar signs. */
  caption: string;
  /** What is drawn, in plain words. */
  description: string;
  drawn: boolean;
  /** Why it is not drawn, and how to get it. */
  reason?: string;
  command?: string;
  /** Runs drawn, and planned runs that are missing, not converged or not analysed. */
  runs: number;
  missing: number;
  notConverged: number;
  notAnalysed: number;
}

/** All figures, the paper's 1 to 42 first. */
export function figureRows(
  inputs: ReportInputs,
  experiments: readonly PlannedExperiment[],
  rows: readonly RunRow[],
): FigureRow[] {
  return [...paperFigures, ...furtherFigures(experiments)].map((place) =>
    place.family === 'examples' ? examplesRow(place, inputs) : curvesRow(place, inputs, experiments, rows),
  );
}

const none = { runs: 0, missing: 0, notConverged: 0, notAnalysed: 0 };

function examplesRow(place: FigurePlace, inputs: ReportInputs): FigureRow {
  const drawn = inputs.datasets.some(({ description }) => description.name === place.dataset);
  return {
    ...place,
    ...none,
    caption: 'Examples of the dice images; each column is a class',
    description: 'Four example images of each of the six dice classes',
    drawn,
    ...(drawn
      ? {}
      : {
          reason: 'Not part of this run.',
          command: commandFor('dice-cross-entropy'),
        }),
  };
}

function curvesRow(
  place: FigurePlace,
  inputs: ReportInputs,
  experiments: readonly PlannedExperiment[],
  rows: readonly RunRow[],
): FigureRow {
  const { caption, description } = familyOf(place.family);
  const experiment = experiments.find((candidate) => sameExperiment(candidate, place));
  const paper = paperExperiments.find((candidate) => sameExperiment(candidate, place));
  const title =
    inputs.datasets.find((dataset) => dataset.description.name === place.dataset)?.description.title ??
    paper?.datasetTitle ??
    place.dataset;
  const trained = `${title}, ${place.criterion === 'mse' ? 'MSE' : 'cross-entropy'}`;
  const text = { caption: `${caption}. ${trained}`, description: `${description}: ${trained}` };
  if (experiment === undefined)
    return {
      ...place,
      ...none,
      ...text,
      drawn: false,
      reason: 'Not part of this run.',
      command: commandFor(paper?.id ?? place.dataset),
    };
  const own = rows.filter((row) => row.experiment === experiment.id);
  const runs = own.filter((row) => row.analysed).length;
  return {
    ...place,
    experiment: experiment.id,
    ...text,
    drawn: runs > 0,
    ...(runs > 0
      ? {}
      : {
          reason: `None of the ${own.length} planned runs of ${experiment.id} reached the report with an analysis.`,
          command: `npx eos-pipeline repro --only experiment=${experiment.id}`,
        }),
    runs,
    missing: own.filter((row) => row.status === 'missing').length,
    notConverged: own.filter((row) => row.status === 'iteration-limit').length,
    notAnalysed: own.filter((row) => row.status !== 'missing' && !row.analysed).length,
  };
}

function commandFor(experiment: string): string {
  return `npx eos-pipeline repro --profile paper --only experiment=${experiment}`;
}
