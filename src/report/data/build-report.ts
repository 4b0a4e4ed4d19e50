import { claimSummary, type ClaimSummary } from './judgement/claim-summary.ts';
import { judgeClaims, type Claim } from './judgement/claims.ts';
import { datasetRows, type DatasetRow } from './rows/dataset-rows.ts';
import { discussionRows, type DiscussionRow } from './judgement/discussion.ts';
import { experimentRows, type ExperimentRow } from './rows/experiment-rows.ts';
import type { ReportSettings } from './inputs/report-settings.ts';
import { figureRows, type FigureRow } from './rows/figure-rows.ts';
import type { ReportInputs } from './inputs/inputs.ts';
import { paperRuns } from '../paper/numbers.ts';
import { powerLawRows, type PowerLawRow } from './rows/power-law-rows.ts';
import { reportProvenance, type ReportProvenance } from './report-provenance.ts';
import { runRows, type RunRow } from './rows/run-rows.ts';
import { sizeColours, type SizeColours } from '../figures/size-colours.ts';
import { experimentTables, type ExperimentTables } from './tables/experiment-tables.ts';

/** Runs planned, found, ended below their stop loss and analysed; and how many the paper trained. */
export interface RunTotals {
  planned: number;
  finished: number;
  converged: number;
  analysed: number;
  paper: number;
}

/** `report.json`: every number that the page shows. docs/report.md describes it. */
export interface Report {
  format: 1;
  title: string;
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
  provenance: ReportProvenance;
}

/** Computes the whole report from the stages' outputs. Deterministic: the same inputs give the same report. */
export function buildReport(inputs: ReportInputs, settings: ReportSettings): Report {
  const { experiments, ignoreBefore } = settings;
  const rows = runRows(inputs.runs, settings);
  const discussion = discussionRows(inputs.runs, experiments, ignoreBefore);
  const claims = judgeClaims({ runs: inputs.runs, experiments, discussion, fits: inputs.fits, ignoreBefore });
  const count = (keep: (row: RunRow) => boolean) => rows.filter(keep).length;
  return {
    format: 1,
    title: settings.title,
    ignoreBefore,
    totals: {
      planned: rows.length,
      finished: count((row) => row.status !== 'missing'),
      converged: count((row) => row.status === 'converged'),
      analysed: count((row) => row.analysed),
      paper: paperRuns,
    },
    summary: claimSummary(claims),
    claims,
    experiments: experimentRows(
      experiments,
      inputs.runs,
      rows,
      inputs.datasets.map(({ description }) => description),
    ),
    datasets: datasetRows(inputs.datasets),
    discussion,
    powerLaws: powerLawRows(experiments, inputs.fits),
    runs: rows,
    figures: figureRows(inputs, experiments, rows),
    colours: sizeColours(rows.map(({ size }) => size)),
    tables: experimentTables(inputs.runs, experiments, ignoreBefore),
    provenance: reportProvenance(inputs),
  };
}
