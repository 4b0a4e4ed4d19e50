import { describe, expect, it } from 'vitest';
import { stepWorkspace } from '../../../../../src/numerics/dynamics/runge-kutta/step-workspace.ts';
import { blindFlow, quadraticFlow } from '../../../../synthetic/gradient-flows.ts';

describe('stepWorkspace', () => {
  it('evaluates the start in its own memory', async () => {
    const workspace = stepWorkspace(quadraticFlow([4, 1]));
    const parameters = Float64Array.of(1, 2);
    const { point, curvature } = await workspace.start(parameters);
    expect(point).toEqual({ parameters, gradient: Float64Array.of(4, 2), loss: 4 });
    expect(point.parameters).not.toBe(parameters);
    expect(curvature.quotient).toBeGreaterThan(3.7);
    expect(workspace.gradients).toBe(1);
  });

  it('lends memory that is none of the point stepped from', async () => {
    const workspace = stepWorkspace(quadraticFlow([4, 1]));
    const { point } = await workspace.start(Float64Array.of(1, 2));
    const { stages, gradient } = workspace.memoryBeside(point);
    expect(new Set([...stages, gradient, point.parameters, point.gradient]).size).toBe(5);
    const next = { parameters: stages[1], gradient, loss: 0 };
    const second = workspace.memoryBeside(next);
    expect(second.stages).toContain(point.parameters);
    expect(second.stages).not.toContain(next.parameters);
    expect(second.gradient).toBe(point.gradient);
  });

  it('finds the eigenvector that a failed step points along', async () => {
    const flow = blindFlow([500, 1]);
    const workspace = stepWorkspace(flow);
    const { point } = await workspace.start(Float64Array.of(0, 1));
    expect(workspace.radius).toBeCloseTo(1, 12);
    flow.blind = false;
    const memory = workspace.memoryBeside(point);
    memory.stages[0].set([0.5, 0.9]);
    await workspace.lookAlong(point, { parameters: memory.stages[0], gradient: memory.gradient, loss: 1 });
    expect(workspace.radius).toBeGreaterThan(475);
  });

  it('ignores the direction of a step that is not finite', async () => {
    const workspace = stepWorkspace(blindFlow([500, 1]));
    const { point } = await workspace.start(Float64Array.of(0, 1));
    const memory = workspace.memoryBeside(point);
    memory.stages[0].set([Infinity, NaN]);
    await workspace.lookAlong(point, { parameters: memory.stages[0], gradient: memory.gradient, loss: NaN });
    expect(workspace.radius).toBeCloseTo(1, 12);
  });

  it('inspects a point without moving its search for λ_1', async () => {
    const workspace = stepWorkspace(quadraticFlow([4, 1]));
    await workspace.start(Float64Array.of(1, 0));
    const before = structuredClone(workspace.save());
    const { loss, curvature } = await workspace.inspect(Float64Array.of(3, 0));
    expect(loss).toBe(18);
    expect(curvature.quotient).toBeCloseTo(4, 12);
    expect(curvature.residual).toBeLessThan(1e-12);
    expect(workspace.save()).toEqual({
      ...before,
      gradients: before.gradients + 1,
      products: before.products + 1,
    });
  });
});
