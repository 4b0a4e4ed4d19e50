import type { GradientFlow } from './gradient-flow.ts';
import { interpolateLoss, interpolateParameters } from './hermite.ts';
import type { StepEnds } from './hermite.ts';

/** The loss found is below the stop loss by at most this part of it. */
const closeEnough = 1e-9;
const evaluationLimit = 30;

/**
 * Finds where the loss along the dense output of a step first comes down to the stop loss.
 *
 * Regula falsi (Illinois) on L(θ(t_n + sΔt)) − stopLoss with θ from cubic Hermite interpolation, beginning at the root of the
 * loss's own cubic; it ends on the lower side, within 1e-9 of the stop loss. Usual cost: 3 or 4 forward passes.
 *
 * @param flow the loss
 * @param ends θ and ∇L at both ends of the step
 * @param losses losses and ‖∇L‖² at both ends: the first above the stop loss, the second not
 * @param stopLoss the loss to find
 * @param target filled with θ at the crossing [P]
 * @returns part s of the step, in (0, 1], where the loss is at most the stop loss
 */
export async function stopCrossing(
  flow: GradientFlow,
  ends: StepEnds<Float64Array>,
  losses: StepEnds<number>,
  stopLoss: number,
  target: Float64Array,
): Promise<number> {
  let low = 0;
  let lowExcess = losses.before - stopLoss;
  let high = 1;
  let highExcess = losses.after - stopLoss;
  let fraction = cubicRoot(losses, stopLoss);
  let below = -highExcess;
  let lastSide = 0;
  for (let count = 0; count < evaluationLimit && below > closeEnough * stopLoss; count++) {
    interpolateParameters(ends, fraction, target);
    const excess = (await flow.value(target)) - stopLoss;
    if (excess > 0) {
      if (lastSide > 0) highExcess /= 2;
      [low, lowExcess, lastSide] = [fraction, excess, 1];
    } else {
      if (lastSide < 0) lowExcess /= 2;
      [high, highExcess, lastSide] = [fraction, excess, -1];
      below = -excess;
    }
    fraction = (low * highExcess - high * lowExcess) / (highExcess - lowExcess);
    // Aim a little below the stop loss, so that the search ends on that side.
    fraction += (high - fraction) * 1e-3;
  }
  interpolateParameters(ends, high, target);
  return high;
}

/** Root of the loss's cubic by bisection; the ends have opposite signs. */
function cubicRoot(losses: StepEnds<number>, stopLoss: number): number {
  let low = 0;
  let high = 1;
  for (let count = 0; count < 50; count++) {
    const middle = (low + high) / 2;
    if (interpolateLoss(losses, middle) > stopLoss) low = middle;
    else high = middle;
  }
  return high;
}
