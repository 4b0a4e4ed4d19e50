import type { CriterionName, NetworkSettings, RunDescription } from '../../../artifacts/run-description.ts';
import { stepsByEigenvalue } from '../../../artifacts/solver-settings.ts';
import { largestStep } from './edge.ts';
import type { ReportedExperiment } from '../inputs/reported-experiments.ts';
import type { RunInput } from '../inputs/inputs.ts';
import { paperExperiments } from '../../paper/numbers.ts';
import type { RunRow } from './run-rows.ts';
import { present } from '../../../present.ts';

/** One row of Table 1 as run. */
export interface ExperimentRow {
  /** Absent where the paper's experiment is not part of this run. */
  id?: string;
  dataset: string;
  datasetTitle: string;
  /** The title of the paper's dataset in whose place this one stands. */
  replaces?: string;
  criterion: CriterionName;
  stopLoss?: number;
  sizes: number[];
  planned: number;
  finished: number;
  converged: number;
  analysed: number;
  /** Sizes and number of networks in the paper. */
  paper?: { sizes: readonly number[]; runs: number };
  network?: NetworkSettings;
  inputs?: number;
  solver?: RunDescription['solver'];
  precision?: RunDescription['precision'];
  /** Whether MSE is the sum or the mean over outputs (R4). */
  reduction?: 'sum' | 'mean';
  /** The solver's largest step η. */
  largestStep?: number;
  /** Range over the finished runs. */
  iterations?: { fewest: number; most: number };
  /** Iterations whose step was set by λ_{k+1}, of all iterations of the experiment. */
  limitedShare?: number;
  /** Mean over runs of the share of iterations whose λ_1 is above 2/η. */
  aboveEdgeShare?: number;
}

/** Table 1 as run: the paper's five experiments in its order, then those that only this run has. */
export function experimentRows(
  experiments: readonly ReportedExperiment[],
  runs: readonly RunInput[],
  rows: readonly RunRow[],
): ExperimentRow[] {
  const known = paperExperiments.map((paper): ExperimentRow => {
    const experiment = experiments.find((candidate) => candidate.paper?.id === paper.id);
    const { dataset, datasetTitle, criterion, sizes } = paper;
    const base = { dataset, datasetTitle, criterion, paper: { sizes, runs: paper.runs } };
    return experiment === undefined
      ? { ...base, sizes: [], planned: 0, finished: 0, converged: 0, analysed: 0 }
      : { ...base, ...asRun(experiment, runs, rows) };
  });
  const own = experiments
    .filter(({ paper }) => paper === undefined)
    .map((experiment): ExperimentRow => {
      const { dataset, datasetTitle, criterion, replaces } = experiment;
      return { dataset, datasetTitle, criterion, ...present({ replaces }), ...asRun(experiment, runs, rows) };
    });
  return [...known, ...own];
}

function asRun(experiment: ReportedExperiment, runs: readonly RunInput[], rows: readonly RunRow[]) {
  const own = rows.filter((row) => row.experiment === experiment.id);
  const found = runs.filter((run) => run.description.experiment === experiment.id);
  const finished = own.filter((row) => row.status !== 'missing');
  const counts = {
    id: experiment.id,
    stopLoss: experiment.stopLoss,
    sizes: [...experiment.sizes],
    planned: own.length,
    finished: finished.length,
    converged: own.filter((row) => row.status === 'converged').length,
    analysed: own.filter((row) => row.analysed).length,
  };
  const [first] = found;
  if (first === undefined) return counts;
  const { network, inputs, solver, precision, reduction } = first.description;
  const iterations = found.map((run) => run.description.iterations);
  const total = iterations.reduce((sum, count) => sum + count, 0);
  const limited = found.reduce((sum, run) => sum + run.description.limitedIterations, 0);
  const above = own.flatMap((row) => (row.aboveEdgeShare === undefined ? [] : [row.aboveEdgeShare]));
  return {
    ...counts,
    network,
    inputs,
    solver,
    precision,
    ...present({ reduction, largestStep: largestStep(first) }),
    iterations: { fewest: Math.min(...iterations), most: Math.max(...iterations) },
    ...present({
      limitedShare:
        total > 0 && found.every((run) => stepsByEigenvalue(run.description.solver))
          ? limited / total
          : undefined,
      aboveEdgeShare:
        above.length > 0 ? above.reduce((sum, share) => sum + share, 0) / above.length : undefined,
    }),
  };
}
