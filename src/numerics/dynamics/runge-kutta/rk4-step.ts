import type { FlowPoint, GradientFlow } from '../flow/gradient-flow.ts';
import type { StepMemory } from './stabilized-rk-step.ts';

/**
 * One classical fourth-order Runge–Kutta step along θ' = F(θ) = −∇L(θ).
 *
 *     k_1 = F(θ_n), k_2 = F(θ_n + Δt/2 k_1), k_3 = F(θ_n + Δt/2 k_2), k_4 = F(θ_n + Δt k_3)
 *     θ_{n+1} = θ_n + Δt/6 (k_1 + 2k_2 + 2k_3 + k_4)
 *
 * Stable for Δt·λ_1 ≤ 2.785. Cost: 4 gradients, the last of them at θ_{n+1}.
 *
 * @param flow loss and gradient
 * @param from θ_n with its gradient; left as it is
 * @param stepSize Δt
 * @param memory filled; the result's arrays are among it
 * @returns θ_{n+1} with loss and gradient
 */
export async function rk4Step(
  flow: GradientFlow,
  from: FlowPoint,
  stepSize: number,
  memory: StepMemory,
): Promise<FlowPoint> {
  const start = from.parameters;
  const { gradient } = memory;
  const [stage, sum] = memory.stages;
  let slope = from.gradient;
  for (let i = 0; i < start.length; i++) sum[i] = start[i]! - (stepSize / 6) * slope[i]!;
  for (const [reach, weight] of [
    [0.5, 1 / 3],
    [0.5, 1 / 3],
    [1, 1 / 6],
  ] as const) {
    for (let i = 0; i < start.length; i++) stage[i] = start[i]! - reach * stepSize * slope[i]!;
    await flow.gradient(stage, gradient);
    slope = gradient;
    for (let i = 0; i < start.length; i++) sum[i]! -= weight * stepSize * gradient[i]!;
  }
  const loss = await flow.gradient(sum, gradient);
  return { parameters: sum, gradient, loss };
}
