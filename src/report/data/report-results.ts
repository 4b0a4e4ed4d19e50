import { present } from '../../present.ts';
import { claimSummary, type ClaimSummary } from './judgement/claim-summary.ts';
import { judgeClaims, type Claim } from './judgement/claims.ts';
import { datasetRows, type DatasetRow } from './rows/dataset-rows.ts';
import { discussionRows, type DiscussionRow } from './judgement/discussion.ts';
import { experimentRows, type ExperimentRow } from './rows/experiment-rows.ts';
import type { ReportSettings } from './inputs/report-settings.ts';
import { argumentExperiment, figureRows, type FigureRow } from './rows/figure-rows.ts';
import { type ReportInputs } from './inputs/inputs.ts';
import { reportedExperiments } from './inputs/reported-experiments.ts';
import { paperRuns } from '../paper/numbers.ts';
import { powerLawRows, type PowerLawRow } from './rows/power-law-rows.ts';
import { reportProvenance, type ReportProvenance } from './report-provenance.ts';
import { edgePairs, type EdgePair } from './rows/edge-pairs.ts';
import { picturedRun, type PicturedRun } from './rows/pictured-run.ts';
import { combinations, runRows, type RunRow } from './rows/run-rows.ts';
import { sizeColours, type SizeColours } from '../figures/size-colours.ts';
import { growthRibbons, type GrowthRibbons } from './tables/growth-ribbons.ts';
import { experimentTables, type ExperimentTables } from './tables/experiment-tables.ts';

/** Runs planned, found, ended below their stop loss and analysed; and how many the paper trained. */
export interface RunTotals {
  planned: number;
  finished: number;
  converged: number;
  analysed: number;
  /** Runs of the plan that are not part of this report. */
  leftOut: number;
  paper: number;
}

/** What the stages' outputs alone give: every number of this run that the page shows. */
export interface ReportResults {
  format: 2;
  title: string;
  /** The profile that was run. */
  profile?: string;
  ignoreBefore: number;
  totals: RunTotals;
  summary: ClaimSummary;
  claims: Claim[];
  experiments: ExperimentRow[];
  datasets: DatasetRow[];
  discussion: DiscussionRow[];
  powerLaws: PowerLawRow[];
  runs: RunRow[];
  figures: FigureRow[];
  colours: SizeColours;
  /** What the curves are drawn from, by experiment: numbers of six significant digits. */
  tables: Record<string, ExperimentTables>;
  /** Growth of the five components of E‖Δ^1‖², by experiment: over the seeds of each size. */
  growth: Record<string, GrowthRibbons>;
  /** Networks trained by gradient descent and, from the same start, along the flow. */
  edgePairs: EdgePair[];
  /** Pictures of alignment of one run of the experiment that carries the argument. */
  pictured?: PicturedRun;
  provenance: ReportProvenance;
}

/** Computes this run's numbers from the stages' outputs. Deterministic: the same inputs give the same numbers. */
export function reportResults(inputs: ReportInputs, settings: ReportSettings): ReportResults {
  const { ignoreBefore } = settings;
  const { runs, fits } = inputs;
  const experiments = reportedExperiments(settings.experiments, runs);
  const planned = runRows(runs, { experiments, ignoreBefore });
  const rows = experimentRows(experiments, runs, planned);
  const claims = judgeClaims({ runs, experiments, rows, fits, ignoreBefore });
  const figures = figureRows(inputs, experiments, planned);
  const count = (keep: (row: RunRow) => boolean) => planned.filter(keep).length;
  return {
    format: 2,
    title: settings.title,
    ...present({ profile: settings.profile }),
    ignoreBefore,
    totals: {
      planned: planned.length,
      finished: count((row) => row.status !== 'missing'),
      converged: count((row) => row.status === 'converged'),
      analysed: count((row) => row.analysed),
      leftOut: leftOut(settings, planned),
      paper: paperRuns,
    },
    summary: claimSummary(claims),
    claims,
    experiments: rows,
    datasets: datasetRows(inputs.datasets),
    discussion: discussionRows(runs, experiments, ignoreBefore),
    powerLaws: powerLawRows(experiments, fits),
    runs: planned,
    figures,
    colours: sizeColours(planned.map(({ size }) => size)),
    tables: experimentTables(runs, experiments, ignoreBefore),
    growth: Object.fromEntries(
      experiments.map(({ id }) => [
        id,
        growthRibbons(
          runs.filter(({ description }) => description.experiment === id),
          ignoreBefore,
        ),
      ]),
    ),
    edgePairs: edgePairs(runs),
    ...present({ pictured: picturedRun(runs, argumentExperiment(figures), ignoreBefore) }),
    provenance: reportProvenance(inputs),
  };
}

/** Runs of the plan that the report was not asked to have: those that --only leaves out. */
function leftOut({ experiments, seeds }: ReportSettings, rows: readonly RunRow[]): number {
  const known = new Set(rows.map(({ id }) => id));
  const planned = experiments.flatMap(({ id, sizes, parts }) => {
    const all = seeds && [{ sizes, networkSeeds: seeds.network, subsetSeeds: seeds.subset }];
    return (parts ?? all ?? []).flatMap((part) => combinations(id, part));
  });
  return planned.filter(({ id }) => !known.has(id)).length;
}
