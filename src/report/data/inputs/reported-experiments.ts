import { solverName } from '../../../artifacts/solver-settings.ts';
import { present } from '../../../present.ts';
import { paperExperiments, type PaperExperiment } from '../../paper/numbers.ts';
import type { RunInput } from './inputs.ts';
import type { PlannedExperiment } from './report-settings.ts';

/** An experiment of which the report has runs, by the data that they were trained on. */
export interface ReportedExperiment extends PlannedExperiment {
  /** The dataset's own title. */
  datasetTitle: string;
  /** The experiment of the paper that this is; absent for one of one's own. */
  paper?: PaperExperiment;
  /** The title of the paper's dataset in whose place another one was trained on. */
  replaces?: string;
}

/**
 * The experiments of which there are runs, in the order of the plan. Dataset and sizes are those of the runs, not of the plan: a
 * plan names a dataset by the place that it holds, and --only leaves runs out.
 */
export function reportedExperiments(
  planned: readonly PlannedExperiment[],
  runs: readonly RunInput[],
): ReportedExperiment[] {
  const taken = new Set<string>();
  return planned.flatMap((experiment) => {
    const own = runs.filter((run) => run.description.experiment === experiment.id);
    if (own.length === 0) return [];
    const { dataset, datasetTitle, solver } = own[0]!.description;
    const sizes = [...new Set(own.map(({ description }) => description.size))].sort((a, b) => a - b);
    const { criterion } = experiment;
    // The paper follows the flow: what gradient descent meets at the edge of stability is another thing.
    const followsFlow = solverName(solver) !== 'gradient-descent';
    const paper = paperExperiments.find(
      (known) =>
        followsFlow &&
        known.dataset === dataset &&
        known.datasetTitle === datasetTitle &&
        known.criterion === criterion &&
        !taken.has(known.id),
    );
    if (paper !== undefined) taken.add(paper.id);
    const place = paperExperiments.find((known) => known.dataset === experiment.dataset);
    const replaces = place?.datasetTitle === datasetTitle ? undefined : place?.datasetTitle;
    return [{ ...experiment, dataset, datasetTitle, sizes, ...present({ paper, replaces }) }];
  });
}
