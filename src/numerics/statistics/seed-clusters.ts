import type { Random } from '../random.ts';

/** What makes runs dependent: those that share a seed. */
export interface Seeded {
  readonly networkSeed: number;
  readonly subsetSeed: number;
}

/** Runs grouped by their seeds, to be drawn with replacement. */
export interface SeedClusters {
  /** What is drawn: the seeds, or, where all runs share both seeds, the runs. */
  readonly drawn: 'seeds' | 'runs';
  /** How many clusters there are of each kind that is drawn: network seeds and subset seeds, or runs. */
  readonly counts: readonly number[];
  /** One draw (Owen 2007: the pigeonhole bootstrap): how often each run counts. */
  draw(random: Random): number[];
}

/**
 * Groups runs by network seed and by subset seed. A draw takes as many seeds of each kind as there are, with replacement; a
 * run counts as often as its network seed times as often as its subset seed. A kind of which all runs share one seed is not drawn.
 * @param runs at least one
 * @returns the clusters
 */
export function seedClusters(runs: readonly Seeded[]): SeedClusters {
  const bySeed = [
    grouped(runs.map(({ networkSeed }) => networkSeed)),
    grouped(runs.map(({ subsetSeed }) => subsetSeed)),
  ].filter(({ count }) => count > 1);
  const drawn = bySeed.length > 0 ? 'seeds' : 'runs';
  const groupings = drawn === 'seeds' ? bySeed : [grouped(runs.map((_, run) => run))];
  return {
    drawn,
    counts: groupings.map(({ count }) => count),
    draw(random) {
      const weights = runs.map(() => 1);
      for (const { of, count } of groupings) {
        const times = Array.from({ length: count }, () => 0);
        for (let taken = 0; taken < count; taken++) times[Math.floor(random.uniform() * count)]!++;
        for (const [run, cluster] of of.entries()) weights[run]! *= times[cluster]!;
      }
      return weights;
    },
  };
}

/** Which group each value belongs to, and how many groups there are. */
function grouped(values: readonly number[]): { of: number[]; count: number } {
  const places = new Map<number, number>();
  for (const value of values) if (!places.has(value)) places.set(value, places.size);
  return { of: values.map((value) => places.get(value)!), count: places.size };
}
