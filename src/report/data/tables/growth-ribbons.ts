import { median } from 'simple-statistics';
import { changeOverTraining } from '../../../numerics/statistics/training-series.ts';
import type { RunInput } from '../inputs/inputs.ts';
import { analysedSnapshots } from '../inputs/snapshots.ts';
import { factors } from './factors.ts';

/** Change of one factor of E‖Δ^1‖² in the runs of one dataset size: the fewest, the median and the most over the seeds. */
export interface GrowthRibbon {
  factor: keyof typeof factors;
  size: number;
  /** One entry for each of `parts`. */
  low: number[];
  mid: number[];
  high: number[];
}

/** The five factors of an experiment over the training, from the first analysed snapshot (0) to the last (1). */
export interface GrowthRibbons {
  parts: number[];
  ribbons: GrowthRibbon[];
}

const pieces = 24;
const digits = 4;

/** The ribbons of an experiment; none where no run has two analysed snapshots. */
export function growthRibbons(runs: readonly RunInput[], ignoreBefore: number): GrowthRibbons {
  const parts = Array.from({ length: pieces + 1 }, (_, piece) => piece / pieces);
  const sizes = [...new Set(runs.map(({ description }) => description.size))].sort((a, b) => a - b);
  const names = Object.keys(factors) as (keyof typeof factors)[];
  const ribbons = names.flatMap((factor) =>
    sizes.flatMap((size): GrowthRibbon[] => {
      const curves = runs
        .filter(({ description }) => description.size === size)
        .flatMap((run) => {
          const curve = curveOf(run, factor, ignoreBefore, parts);
          return curve === undefined ? [] : [curve];
        });
      if (curves.length === 0) return [];
      const over = (statistic: (values: number[]) => number) =>
        parts.map((_, at) => Number(statistic(curves.map((curve) => curve[at]!)).toPrecision(digits)));
      const low = over((values) => Math.min(...values));
      const high = over((values) => Math.max(...values));
      return [{ factor, size, low, mid: over(median), high }];
    }),
  );
  return { parts, ribbons };
}

/** A run's change at parts of its training, between snapshots along a straight line in the logarithm. */
function curveOf(
  run: RunInput,
  factor: keyof typeof factors,
  ignoreBefore: number,
  parts: readonly number[],
): number[] | undefined {
  const snapshots = analysedSnapshots(run, ignoreBefore);
  if (snapshots.length < 2) return undefined;
  const logs = changeOverTraining(snapshots, factors[factor].read).map(Math.log);
  const begin = snapshots[0]!.time;
  const length = snapshots.at(-1)!.time - begin;
  const at = snapshots.map(({ time }) => (time - begin) / length);
  return parts.map((part) => {
    const next = Math.max(
      1,
      at.findIndex((place) => place >= part),
    );
    const share = (part - at[next - 1]!) / (at[next]! - at[next - 1]!);
    return Math.exp(logs[next - 1]! + share * (logs[next]! - logs[next - 1]!));
  });
}
