/** Coefficients of one stage j ≥ 2 of the recursion in `stabilizedRkStep`. */
interface StageCoefficients {
  /** μ_j, factor of Y_{j−1}. */
  readonly mu: number;
  /** ν_j, factor of Y_{j−2}. */
  readonly nu: number;
  /** μ̃_j, factor of Δt F_{j−1}. */
  readonly muSlope: number;
  /** γ̃_j, factor of Δt F_0. */
  readonly gammaSlope: number;
}

/** The second-order Runge–Kutta–Chebyshev formula with s stages. */
export interface StabilizedRkFormula {
  /** μ̃_1, factor of Δt F_0 in the first stage. */
  readonly firstSlope: number;
  /** Stages 2..s. */
  readonly stages: readonly StageCoefficients[];
}

/** Damping ε of the stability polynomial: inside the stability interval it stays about ε/3 = 5 % below 1. */
const damping = 2 / 13;

/**
 * Coefficients of the second-order Runge–Kutta–Chebyshev formula.
 *
 * With w_0 = 1 + ε/s², ε = 2/13, w_1 = T_s'(w_0)/T_s''(w_0), b_j = T_j''(w_0)/T_j'(w_0)², b_0 = b_1 = b_2,
 * a_j = 1 − b_j T_j(w_0):
 * μ̃_1 = b_1 w_1, μ_j = 2 b_j w_0/b_{j−1}, ν_j = −b_j/b_{j−2}, μ̃_j = 2 b_j w_1/b_{j−1}, γ̃_j = −a_{j−1} μ̃_j
 * (Sommeijer, Shampine and Verwer, J. Comput. Appl. Math. 88 (1997) 315–326).
 *
 * @param stageCount s ≥ 2
 * @returns μ̃_1 and the coefficients of stages 2..s
 * @throws RangeError when s is not a whole number ≥ 2
 */
export function stabilizedRkFormula(stageCount: number): StabilizedRkFormula {
  if (!Number.isInteger(stageCount) || stageCount < 2)
    throw new RangeError(
      `stabilizedRkFormula: stageCount must be a whole number of at least 2, received ${stageCount}`,
    );
  const w0 = 1 + damping / stageCount ** 2;
  const chebyshev = chebyshevWithDerivatives(stageCount, w0);
  const top = chebyshev[stageCount]!;
  const w1 = top.first / top.second;
  const b = chebyshev.map(({ first, second }) => second / first ** 2);
  b[0] = b[1] = b[2]!;
  const stages: StageCoefficients[] = [];
  for (let j = 2; j <= stageCount; j++) {
    const muSlope = (2 * b[j]! * w1) / b[j - 1]!;
    const a = 1 - b[j - 1]! * chebyshev[j - 1]!.value;
    stages.push({
      mu: (2 * b[j]! * w0) / b[j - 1]!,
      nu: -b[j]! / b[j - 2]!,
      muSlope,
      gammaSlope: -a * muSlope,
    });
  }
  return { firstSlope: b[1] * w1, stages };
}

/**
 * The fewest stages that are stable for a step: Δt·ρ ≤ 0.65 (s² − 1).
 *
 * s = 1 + ⌊√(1 + 1.54 Δt ρ)⌋, the rule of the authors' program: the stability interval is (w_0 + 1)/w_1 ≈ 0.653 (s² − 1).
 *
 * @param stepSize Δt
 * @param spectralRadius ρ, an upper bound of the largest Hessian eigenvalue
 * @returns s ≥ 2
 */
export function stagesFor(stepSize: number, spectralRadius: number): number {
  return 1 + Math.floor(Math.sqrt(1 + 1.54 * stepSize * spectralRadius));
}

/**
 * The largest step that s stages keep stable, the inverse of `stagesFor`.
 *
 * @param stageCount s ≥ 2
 * @param spectralRadius ρ > 0
 * @returns Δt
 */
export function largestStableStep(stageCount: number, spectralRadius: number): number {
  return (stageCount ** 2 - 1) / (1.54 * spectralRadius);
}

/** T_j(w), T_j'(w), T_j''(w) for j = 0..degree by the three-term recurrence. */
function chebyshevWithDerivatives(
  degree: number,
  w: number,
): { value: number; first: number; second: number }[] {
  const terms = [
    { value: 1, first: 0, second: 0 },
    { value: w, first: 1, second: 0 },
  ];
  for (let j = 2; j <= degree; j++) {
    const last = terms[j - 1]!;
    const beforeLast = terms[j - 2]!;
    terms.push({
      value: 2 * w * last.value - beforeLast.value,
      first: 2 * w * last.first - beforeLast.first + 2 * last.value,
      second: 2 * w * last.second - beforeLast.second + 4 * last.first,
    });
  }
  return terms;
}
