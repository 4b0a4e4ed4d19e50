/**
 * Kendall's τ of a series against its order: the share of pairs whose later value is larger, less that of pairs whose later
 * value is smaller. 1: every value is above all before it; −1: below; about 0: no trend.
 * @param values in order
 * @returns τ in [−1, 1]; undefined for fewer than two values
 */
export function kendallTrend(values: readonly number[]): number | undefined {
  let sum = 0;
  let pairs = 0;
  for (const [i, later] of values.entries())
    for (const earlier of values.slice(0, i)) {
      pairs++;
      sum += Math.sign(later - earlier);
    }
  return pairs === 0 ? undefined : sum / pairs;
}
