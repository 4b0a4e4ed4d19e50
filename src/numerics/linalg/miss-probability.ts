/**
 * Bounds the probability that a Lanczos process has missed an eigenvalue beyond x.
 *
 * Its next vector is q_{k+1} = p_k(M) q_1 with p_k(x) = Π_j δ_j(x)/b_j, δ_j(x) = x − a_j − b_{j−1}²/δ_{j−1}(x), the pivots of
 * xI − T_k. That vector has length 1, so an eigenvalue λ ≥ x > θ_1 with unit eigenvector u has |q_1ᵀu| ≤ 1/p_k(λ) ≤ 1/p_k(x): the start is
 * nearly orthogonal to u. Where the start holds a uniformly random unit vector of dimension n with the weight ρ, the probability of
 * |q_1ᵀu| ≤ δ is at most √(2n/π) δ/ρ, whatever the rest of the start is (van Dorsselaer, Hochstenbach, van der Vorst, Computing
 * probabilistic bounds for extreme eigenvalues of symmetric matrices with the Lanczos method, SIAM J. Matrix Anal. Appl. 22, 2000). So
 *
 *     P(some λ ≥ x) ≤ √(2n/π) / (ρ p_k(x))
 *
 * Rounding adds to every vector, and so makes a miss less likely still. Cost O(k).
 * @param diagonal a, the first k entries are used
 * @param coupling b, the first k entries are used
 * @param order k ≥ 1
 * @param point x, larger than every eigenvalue of T_k
 * @param start n, the order of M, and ρ, the weight of the random unit vector in the unit start vector
 * @returns the bound, at most 1; 1 where x is not beyond T_k
 */
export function missProbability(
  diagonal: Float64Array,
  coupling: Float64Array,
  order: number,
  point: number,
  start: { dimension: number; randomPart: number },
): number {
  let growth = 0;
  let pivot = 1;
  for (let j = 0; j < order; j++) {
    const carried = j === 0 ? 0 : (coupling[j - 1]! / pivot) * coupling[j - 1]!;
    pivot = point - diagonal[j]! - carried;
    if (!(pivot > 0)) return 1;
    growth += Math.log(pivot) - Math.log(coupling[j]!);
  }
  return Math.min(1, (Math.sqrt((2 * start.dimension) / Math.PI) / start.randomPart) * Math.exp(-growth));
}
