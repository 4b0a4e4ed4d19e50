import type { SpectralMeasure } from './spectral-measure.ts';

/**
 * Shares of a measure on [0, top] in bins of equal width, for drawing.
 *
 * A node that is an eigenvalue puts its share into its bin. Between nodes that stand for several eigenvalues the distribution function
 * is taken to rise along a straight line from the middle of one node's share to that of the next; the true one differs by no more than
 * the larger of the two shares (Chebyshev, Markov and Stieltjes).
 * @param measure nodes, shares, and which nodes are eigenvalues
 * @param top upper end of the bins; what lies above counts to the last
 * @param bins how many
 * @returns shares that add up to 1, [bins]
 */
export function sharesInBins(
  { values, weights, settled }: SpectralMeasure,
  top: number,
  bins: number,
): number[] {
  const shares = new Array<number>(bins).fill(0);
  const place = (value: number) => Math.min(Math.max((value / top) * bins, 0), bins);
  let at = 0;
  let half = 0;
  const add = (value: number, share: number): void => {
    shares[Math.min(Math.floor(value), bins - 1)]! += share;
  };
  const spread = (to: number, share: number): void => {
    if (to <= at) add(at, share);
    else
      for (let bin = Math.floor(at); bin < to; bin++)
        shares[bin]! += (share * (Math.min(to, bin + 1) - Math.max(at, bin))) / (to - at);
    at = Math.max(at, to);
  };
  for (const [j, value] of values.entries()) {
    const share = weights[j]!;
    if (settled[j]) add(place(value), share);
    else {
      spread(place(value), half + share / 2);
      half = share / 2;
    }
  }
  if (half > 0) spread(bins, half);
  return shares;
}
