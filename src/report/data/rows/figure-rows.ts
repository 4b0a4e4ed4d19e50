import { present } from '../../../present.ts';
import { familyOf } from '../../figures/families.ts';
import { experimentTitle } from '../../paper/experiment-title.ts';
import { furtherFigures, paperFigures, type FigurePlace } from '../../paper/figure-list.ts';
import { paperExperiments } from '../../paper/numbers.ts';
import type { ReportInputs } from '../inputs/inputs.ts';
import type { ReportedExperiment } from '../inputs/reported-experiments.ts';
import type { RunRow } from './run-rows.ts';

/** One figure of the report: in its place whether or not its experiment was run. */
export interface FigureRow extends FigurePlace {
  /** The experiment it shows; absent where this run has none such. */
  experiment?: string;
  /** The experiment that the paper shows here, where another one that was run takes its place. */
  instead?: string;
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
  experiments: readonly ReportedExperiment[],
  rows: readonly RunRow[],
): FigureRow[] {
  const places = [...paperFigures, ...furtherFigures(experiments)];
  return places.map((place) =>
    place.family === 'examples' ? examplesRow(place, inputs) : curvesRow(place, experiments, rows),
  );
}

/** The experiment that stands in for the paper's main figures: it carries the argument. */
export function argumentExperiment(figures: readonly FigureRow[]): string | undefined {
  return figures.find(({ number }) => number === '4')?.experiment;
}

const none = { runs: 0, missing: 0, notConverged: 0, notAnalysed: 0 };

function examplesRow(place: FigurePlace, inputs: ReportInputs): FigureRow {
  const title = paperExperiments.find(({ dataset }) => dataset === place.dataset)?.datasetTitle;
  const drawn = inputs.datasets.some(
    ({ description }) => description.name === place.dataset && description.title === title,
  );
  return {
    ...place,
    ...none,
    caption: 'Examples of the dice images; each column is a class',
    description: 'Four example images of each of the six dice classes',
    drawn,
    ...(drawn ? {} : { reason: 'Not part of this run.', command: commandFor('dice-cross-entropy') }),
  };
}

function curvesRow(
  place: FigurePlace,
  experiments: readonly ReportedExperiment[],
  rows: readonly RunRow[],
): FigureRow {
  const { caption, description } = familyOf(place.family);
  const paper = paperExperiments.find(
    ({ dataset, criterion }) => dataset === place.dataset && criterion === place.criterion,
  );
  const own = experiments.find(({ id, paper: known }) =>
    place.experiment === undefined ? known?.id === paper?.id : id === place.experiment,
  );
  // The main figures carry the argument: they are drawn for what was run.
  const experiment = own ?? (place.section === 'results' ? substitute(experiments) : undefined);
  const title = experimentTitle(experiment ?? paper!);
  if (experiment === undefined)
    return {
      ...place,
      ...none,
      caption: `${caption}. ${title}`,
      description: `${description}: ${title}`,
      drawn: false,
      reason: 'Not part of this run.',
      command: commandFor(paper!.id),
    };
  const instead = own === undefined ? experimentTitle(paper!) : undefined;
  const runs = rows.filter((row) => row.experiment === experiment.id);
  const analysed = runs.filter((row) => row.analysed).length;
  return {
    ...place,
    experiment: experiment.id,
    ...present({ instead }),
    caption: `${caption}. ${title}${instead === undefined ? '' : ` (the paper shows ${instead}, which is not part of this run)`}`,
    description: `${description}: ${title}`,
    drawn: analysed > 0,
    ...(analysed > 0
      ? {}
      : {
          reason: `None of the ${runs.length} runs of ${experiment.id} has an analysis.`,
          command: `npx eos-pipeline repro --only experiment=${experiment.id}`,
        }),
    runs: analysed,
    missing: runs.filter((row) => row.status === 'missing').length,
    notConverged: runs.filter((row) => row.status === 'iteration-limit').length,
    notAnalysed: runs.filter((row) => row.status !== 'missing' && !row.analysed).length,
  };
}

/** What stands in the place of the paper's main experiment: the first of the paper's that was run, or of one's own. */
function substitute(experiments: readonly ReportedExperiment[]): ReportedExperiment | undefined {
  return experiments.find(({ paper }) => paper !== undefined) ?? experiments[0];
}

function commandFor(experiment: string): string {
  return `npx eos-pipeline repro --profile paper --only experiment=${experiment}`;
}
