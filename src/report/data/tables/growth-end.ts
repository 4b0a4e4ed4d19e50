import type { factors } from './factors.ts';
import type { GrowthRibbons } from './growth-ribbons.ts';

/** Least growth that counts: growth is never below ×1, and a few percent are the wobble of the curves. */
export const leastGrowth = 1.05;

/** Where a factor of E‖Δ^1‖² stands at the end of the trainings, as a multiple of its first analysed value. */
export interface GrowthEnd {
  /** The fewest and the most over the runs. */
  low: number;
  high: number;
  /** Whether it has grown, or fallen, in every run; `ends` where neither is so. */
  way: 'grows' | 'falls' | 'ends';
}

const words = { grows: 'grows to', falls: 'falls to', ends: 'ends at' } as const;

/** Where a factor stands at the end of the trainings of an experiment, which has ribbons. */
export function growthEnd({ ribbons }: GrowthRibbons, factor: keyof typeof factors): GrowthEnd {
  const own = ribbons.filter((ribbon) => ribbon.factor === factor);
  const low = Math.min(...own.map((ribbon) => ribbon.low.at(-1)!));
  const high = Math.max(...own.map((ribbon) => ribbon.high.at(-1)!));
  const way = low >= leastGrowth ? 'grows' : high * leastGrowth <= 1 ? 'falls' : 'ends';
  return { low, high, way };
}

/** Whether in every run of an experiment the output term falls as the alignment grows: one takes away what the other adds. */
export function outputFallsAgainst(growth: GrowthRibbons | undefined): boolean {
  if (growth === undefined || growth.ribbons.length === 0) return false;
  return (
    growthEnd(growth, 'outputNorm').way === 'falls' && growthEnd(growth, 'jacobianAlignment').way === 'grows'
  );
}

/** In words, with two digits: falls to ×0.05. */
export function growthEndText({ low, high, way }: GrowthEnd): string {
  const [from, to] = [low, high].map((value) => String(Number(value.toPrecision(2))));
  return `${words[way]} ×${from === to ? from : `${from}–${to}`}`;
}
