import { mean, median } from 'simple-statistics';
import type { PowerLawFit } from '../../../artifacts/power-laws.ts';
import type { Interval } from '../../../numerics/statistics/bootstrap.ts';
import { seedSpread, type SeededValue } from '../../../numerics/statistics/seed-spread.ts';
import { present } from '../../../present.ts';
import type { RunInput } from '../inputs/inputs.ts';
import type { ReportedExperiment } from '../inputs/reported-experiments.ts';
import { analysedSnapshots } from '../inputs/snapshots.ts';
import type { ExperimentRow } from '../rows/experiment-rows.ts';
import type { Quantity } from './quantities.ts';

/** What the claims are judged by. */
export interface ClaimEvidence {
  runs: readonly RunInput[];
  experiments: readonly ReportedExperiment[];
  /** Table 1: how each experiment was run. */
  rows: readonly ExperimentRow[];
  fits: readonly PowerLawFit[];
  ignoreBefore: number;
}

/** A number of an experiment, and how far it moves with the seeds where there are several runs. */
export interface Measured {
  value: number;
  spread?: Interval;
}

/** What the runs of one experiment say of a claim. */
export interface ExperimentEvidence {
  experiment: ReportedExperiment;
  /** Why its numbers are not comparable with the paper's, in a word or two each; empty where they are. */
  departures: readonly string[];
  /** The number that the paper states: an extreme over runs, or a share of them. */
  extreme: Measured;
  /** The run that has the extreme. */
  run?: string;
  /** The number of a typical run: the median. */
  typical: Measured;
}

type RunValue = SeededValue & { run: string };

/** A quantity of section 5 over the analysed runs of an experiment; undefined where none is analysed. */
export function quantityEvidence(
  { extreme, read }: Quantity,
  experiment: ReportedExperiment,
  departures: readonly string[],
  runs: readonly RunInput[],
  ignoreBefore: number,
): ExperimentEvidence | undefined {
  const values = runValues(experiment, runs, (run) => {
    const snapshots = analysedSnapshots(run, ignoreBefore);
    return snapshots.length === 0 ? undefined : read(snapshots);
  });
  if (values.length === 0) return undefined;
  const pick = extreme === 'largest' ? Math.max : Math.min;
  const measured = measure(values, (of) => pick(...of));
  const run = values.find(({ value }) => value === measured.value)!.run;
  return { experiment, departures, extreme: measured, run, typical: measure(values, median) };
}

/** The share of runs for which something is so; undefined where no run can say. */
export function shareEvidence(
  experiment: ReportedExperiment,
  departures: readonly string[],
  runs: readonly RunInput[],
  isSo: (run: RunInput) => boolean | undefined,
): ExperimentEvidence | undefined {
  const values = runValues(experiment, runs, (run) => {
    const answer = isSo(run);
    return answer === undefined ? undefined : Number(answer);
  });
  if (values.length === 0) return undefined;
  const share = measure(values, mean);
  return { experiment, departures, extreme: share, typical: share };
}

/** R² of an experiment's power law as the number, its exponent as that of a typical run; undefined without a fit. */
export function powerLawEvidence(
  experiment: ReportedExperiment,
  departures: readonly string[],
  fits: readonly PowerLawFit[],
): ExperimentEvidence | undefined {
  const fit = fits.find((candidate) => candidate.experiment === experiment.id)?.fit;
  if (fit === undefined) return undefined;
  const { determination, exponent, intervals } = fit;
  return {
    experiment,
    departures,
    extreme: { value: determination, spread: intervals.determination },
    typical: { value: exponent, spread: intervals.exponent },
  };
}

function runValues(
  { id }: ReportedExperiment,
  runs: readonly RunInput[],
  read: (run: RunInput) => number | undefined,
): RunValue[] {
  return runs
    .filter(({ description }) => description.experiment === id)
    .flatMap((run) => {
      const value = read(run);
      const { networkSeed, subsetSeed } = run.description;
      return value === undefined ? [] : [{ run: run.id, networkSeed, subsetSeed, value }];
    });
}

function measure(values: readonly SeededValue[], statistic: (of: number[]) => number): Measured {
  const value = statistic(values.map((entry) => entry.value));
  return { value, ...present({ spread: seedSpread(values, statistic) }) };
}
