import type { SharpnessFollower } from '../../eigen/follow-sharpness.ts';
import type { Outliers } from './outlier.ts';
import { stagesFor } from './stabilized-rk-coefficients.ts';

/** λ_1 grows within a step. */
export const radiusMargin = 1.2;
/** The same for λ_{p+1}, which is looked at in every fourth search, and from below. */
const restMargin = 1.5;
/** λ_1 is an outlier from this many λ_{p+1} on, and λ_p where it is apart from it. */
const farAbove = 4;
const apart = 2;
/** With two stages the force is extrapolated to four times the time at which it is known. */
const fewestBesideOutliers = 3;
/** More are not followed: vectors of the search need memory. */
const mostOutliers = 6;

/** Which eigenvalues a step integrates by themselves. */
export interface OutlierChoice {
  /**
   * Outliers, where a step has fewer stages beside them.
   * @param stepSize Δt
   */
  for(stepSize: number): Promise<(Outliers & { readonly rest: number }) | undefined>;
  /** Before a search: follows more eigenvalues where a step of that many stages may be shorter beside them. */
  widen(stages: number): void;
  /**
   * After it: follows λ_1 alone again where more do not pay.
   * @param stepSize Δt of the next step
   */
  narrow(stepSize: number): void;
  /** Stages from which on more than one outlier is looked for. */
  readonly from: number;
}

/**
 * Chooses how many outliers are followed.
 *
 * Following p of them costs p Hessian products a step, each about a gradient; a step beside them has as many stages as λ_{p+1} asks for,
 * which is known when they have been found. So they are looked for where a step has more than 4 + 2p stages, and followed as long as
 * stages and products are fewer than with λ_1 alone; else not again before a step has twice the stages.
 *
 * @param sharpness the search
 * @param expected how many eigenvalues are expected to stand out
 * @param from what an earlier choice had, to go on
 * @returns the choice
 */
export function chooseOutliers(
  sharpness: SharpnessFollower,
  expected: number,
  from = 4 + 2 * expected,
): OutlierChoice {
  const several = expected > 1 && expected <= mostOutliers;

  /** λ_{p+1} with its margin, where λ_1, …, λ_p stand out. */
  const restOf = (): number | undefined => {
    const { values, rest } = sharpness.last ?? {};
    if (values === undefined || rest === undefined) return undefined;
    const [top, lowest] = [values[0]!, Math.min(...values)];
    return lowest > 0 && top >= farAbove * rest && lowest >= apart * rest ? restMargin * rest : undefined;
  };
  const stagesAlone = (stepSize: number) =>
    stagesFor(stepSize, radiusMargin * Math.abs(sharpness.last!.value));

  return {
    async for(stepSize) {
      const rest = restOf();
      if (rest === undefined || stagesBeside(stepSize, rest) >= stagesAlone(stepSize)) return undefined;
      return { values: sharpness.last!.values, directions: await sharpness.directions(), rest };
    },
    widen(stages) {
      if (several && sharpness.pairs === 1 && stages > from) sharpness.follow(expected);
    },
    narrow(stepSize) {
      if (sharpness.pairs === 1) return;
      const rest = restOf();
      const alone = stagesAlone(stepSize);
      if (rest !== undefined && stagesBeside(stepSize, rest) + sharpness.pairs <= alone + 1) return;
      sharpness.follow(1);
      from = Math.max(from, 2 * alone);
    },
    get from() {
      return from;
    },
  };
}

/**
 * Stages of a step beside outliers.
 * @param stepSize Δt
 * @param rest the largest eigenvalue beside them
 * @returns s ≥ 3
 */
export function stagesBeside(stepSize: number, rest: number): number {
  return Math.max(fewestBesideOutliers, stagesFor(stepSize, rest));
}
