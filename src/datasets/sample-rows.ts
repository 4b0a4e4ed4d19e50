import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { mersenne } from 'pure-rand/generator/mersenne';
import { seedOfGenerator } from './seed-of-generator.ts';

/**
 * Draws row numbers uniformly without replacement from 0..pool-1: the first `size` entries of a permutation that
 * depends on the seed alone, so a subset does not depend on which sizes were drawn before it, and the subset of a
 * larger size contains that of a smaller one (reading R18).
 *
 * Time and memory grow with `size`, not with `pool`.
 */
export function sampleRows(pool: number, size: number, seed: number): Int32Array {
  if (size > pool) throw new RangeError(`cannot draw ${size} of ${pool} rows without replacement`);
  // Its seeding spreads near seeds far apart; the first number of xoroshiro128+ would be almost the same for them.
  const generator = mersenne(seedOfGenerator(seed));
  const moved = new Map<number, number>();
  const rows = new Int32Array(size);
  for (let position = 0; position < size; position++) {
    const other = uniformInt(generator, position, pool - 1);
    rows[position] = moved.get(other) ?? other;
    moved.set(other, moved.get(position) ?? position);
  }
  return rows;
}
