import type { PlannedExperiment, ReportSettings } from '../inputs/report-settings.ts';
import { edgeShares } from './edge.ts';
import { runId, type RunInput } from '../inputs/inputs.ts';
import { peakOverTraining } from '../../../numerics/statistics/training-series.ts';
import { analysedSnapshots } from '../inputs/snapshots.ts';
import { factors } from '../tables/factors.ts';
import { present } from '../../../present.ts';

/** How a planned run ended; `missing`: no result of it reached the report (it failed, or was not run). */
export type RunStatus = 'converged' | 'iteration-limit' | 'missing';

/** What the report says of one run. Numbers are absent where the run or its analysis is. */
export interface RunRow {
  id: string;
  experiment: string;
  size: number;
  networkSeed: number;
  subsetSeed: number;
  status: RunStatus;
  analysed: boolean;
  loss?: number;
  iterations?: number;
  /** Flow time t at the end. */
  time?: number;
  blockProducts?: number;
  gradients?: number;
  snapshots?: number;
  /** Steps of a Runge–Kutta solver. */
  steps?: number;
  /** Cold audits of the eigenpairs, and eigenvalues that they found missing. */
  audits?: number;
  missedEigenvalues?: number;
  /** Snapshots without ratios, left out: the network is saturated. Absent where there are none. */
  saturatedSnapshots?: number;
  /** Searches of the analysis that were repeated from other random numbers, and how many had missed something (repaired). */
  auditedSearches?: number;
  missedSearches?: number;
  negativeIterations?: number;
  /** Share of iterations whose step was set by λ_{k+1}. */
  limitedShare?: number;
  /** Share of iterations from `ignoreBefore` on whose λ_1 is above 2/η. */
  aboveEdgeShare?: number;
  /** Largest sharpness of the loss Hessian over the analysed snapshots. */
  peakSharpness?: number;
  /** Largest P^1_{Δ,J} over the analysed snapshots. */
  peakAlignment?: number;
  /** sha256 of the run's files. */
  digest?: string;
}

type Place = Pick<RunRow, 'id' | 'experiment' | 'size' | 'networkSeed' | 'subsetSeed'>;

/** One row for every run that was planned or found, in order of experiment, size and seeds. */
export function runRows(
  runs: readonly RunInput[],
  settings: Pick<ReportSettings, 'experiments' | 'ignoreBefore'>,
): RunRow[] {
  return settings.experiments.flatMap((experiment) => {
    const found = runs.filter((run) => run.description.experiment === experiment.id);
    const rows = new Map(found.map((run) => [run.id, foundRow(run, settings.ignoreBefore)]));
    for (const place of plannedPlaces(experiment, found))
      if (!rows.has(place.id)) rows.set(place.id, { ...place, status: 'missing', analysed: false });
    return [...rows.values()].sort(
      (a, b) => a.size - b.size || a.networkSeed - b.networkSeed || a.subsetSeed - b.subsetSeed,
    );
  });
}

/**
 * Every combination of the sizes and of the seeds of which there are runs, or of those the ones that the parts of the experiment have: one of
 * them that is not there is missing.
 */
function plannedPlaces({ id, sizes, parts }: PlannedExperiment, found: readonly RunInput[]): Place[] {
  const distinct = (seed: 'networkSeed' | 'subsetSeed') => [
    ...new Set(found.map(({ description }) => description[seed])),
  ];
  const places = combinations(id, {
    sizes,
    networkSeeds: distinct('networkSeed'),
    subsetSeeds: distinct('subsetSeed'),
  });
  if (parts === undefined) return places;
  const ofParts = new Set(parts.flatMap((part) => combinations(id, part)).map((place) => place.id));
  return places.filter((place) => ofParts.has(place.id));
}

/** All runs of an experiment with some sizes and seeds. */
export function combinations(
  experiment: string,
  { sizes, networkSeeds, subsetSeeds }: Record<'sizes' | 'networkSeeds' | 'subsetSeeds', readonly number[]>,
): Place[] {
  return sizes.flatMap((size) =>
    networkSeeds.flatMap((networkSeed) =>
      subsetSeeds.map((subsetSeed) => {
        const place = { experiment, size, networkSeed, subsetSeed };
        return { id: runId(place), ...place };
      }),
    ),
  );
}

function foundRow(run: RunInput, ignoreBefore: number): RunRow {
  const { experiment, size, networkSeed, subsetSeed, status, loss, iterations, time } = run.description;
  const { steps, audits, missedEigenvalues } = run.description;
  const snapshots = analysedSnapshots(run, ignoreBefore);
  const row: RunRow = {
    id: run.id,
    experiment,
    size,
    networkSeed,
    subsetSeed,
    status,
    analysed: snapshots.length > 0,
    loss,
    iterations,
    time,
    blockProducts: run.description.blockProducts,
    gradients: run.description.gradients,
    snapshots: run.description.snapshots.length,
    ...present({ steps, audits, missedEigenvalues }),
    negativeIterations: run.description.negativeIterations,
    ...edgeShares(run, ignoreBefore),
    digest: run.digest,
    ...(run.analysis === undefined ? {} : analysisFacts(run.analysis)),
  };
  if (snapshots.length > 0) {
    row.peakSharpness = peakOverTraining(snapshots, (s) => s.hessian.largest)!;
    row.peakAlignment = peakOverTraining(snapshots, factors.jacobianAlignment.read)!;
  }
  return row;
}

function analysisFacts({ saturated, audits }: NonNullable<RunInput['analysis']>): Partial<RunRow> {
  return {
    ...(saturated.length > 0 && { saturatedSnapshots: saturated.length }),
    ...(audits.searches > 0 && { auditedSearches: audits.searches, missedSearches: audits.missed }),
  };
}
