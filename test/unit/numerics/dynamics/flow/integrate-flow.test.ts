import { describe, expect, it } from 'vitest';
import { ConvergenceError } from '../../../../../src/numerics/convergence-error.ts';
import type { GradientFlow } from '../../../../../src/numerics/dynamics/flow/gradient-flow.ts';
import { integrateFlow } from '../../../../../src/numerics/dynamics/flow/integrate-flow.ts';
import type { FlowStart, FlowState } from '../../../../../src/numerics/dynamics/flow/flow-state.ts';
import type { FlowStep } from '../../../../../src/numerics/dynamics/flow/flow-step.ts';
import type { FlowSettings } from '../../../../../src/numerics/dynamics/flow/integrate-flow.ts';
import { dormandPrince } from '../../../../../src/numerics/dynamics/runge-kutta/dormand-prince.ts';
import { stabilizedRk } from '../../../../../src/numerics/dynamics/runge-kutta/stabilized-rk.ts';
import { quadraticFlow } from '../../../../synthetic/gradient-flows.ts';

const settings: FlowSettings = {
  maxStepSize: 0.01,
  snapshotEvery: 100,
  stopLoss: 0.001,
  maxIterations: 100_000,
};
const eigenvalues = [200, 30, 2, 0.5];

function startAt(parameters: Float64Array): FlowStart {
  return { solver: 'stabilized-rk', steps: 0, time: 0, parameters, snapshotIndex: 0, errorScale: 1 };
}

function integrate(
  flow: GradientFlow,
  start: FlowStart | FlowState,
  changes: Partial<FlowSettings> = {},
  tolerance = 1e-6,
) {
  const method = (saved: Parameters<typeof stabilizedRk>[2]) =>
    stabilizedRk(flow, { tolerance, errorScale: start.errorScale }, saved);
  return integrateFlow(flow, method, { ...settings, ...changes }, start);
}

async function all(steps: AsyncGenerator<FlowStep>): Promise<FlowStep[]> {
  const list: FlowStep[] = [];
  for await (const step of steps) list.push(step);
  return list;
}

const run = (changes?: Partial<FlowSettings>, tolerance?: number) =>
  all(integrate(quadraticFlow(eigenvalues), startAt(new Float64Array(4).fill(1)), changes, tolerance));

describe('integrateFlow', () => {
  it('keeps snapshots at the start, at 10η, at every multiple of the schedule, and at the end', async () => {
    const steps = await run();
    const snapshots = steps.filter(({ snapshot }) => snapshot !== undefined).map(({ record }) => record);
    const times = snapshots.map(({ time }) => time);
    expect(times.slice(0, 5)).toEqual([0, 0.1, 1, 2, 3]);
    expect(snapshots.map(({ iteration }) => iteration).slice(0, 5)).toEqual([0, 10, 100, 200, 300]);
    expect(steps.at(-1)!.snapshot).toBeDefined();
  });

  it('gives parameters and loss of the flow at snapshot times, where no step ends', async () => {
    const steps = await run();
    for (const { record, snapshot } of steps) {
      if (snapshot === undefined) continue;
      const exact = eigenvalues.map((value) => Math.exp(-value * record.time));
      for (const [i, value] of exact.entries()) expect(Math.abs(snapshot[i]! - value)).toBeLessThan(1e-4);
      const loss = 0.5 * eigenvalues.reduce((sum, value, i) => sum + value * snapshot[i]! ** 2, 0);
      expect(record.loss).toBeCloseTo(loss, 12);
    }
    const ends = steps.filter(({ record }) => record.stages > 0).map(({ record }) => record.time);
    for (const { record, snapshot, status } of steps)
      if (snapshot !== undefined && status === 'running') expect(ends).not.toContain(record.time);
  });

  it('makes one record where a step ends at the time of a snapshot, rounding aside', async () => {
    const flow = quadraticFlow([1, 0.5]);
    const steps = await all(
      integrateFlow(
        flow,
        (saved) => dormandPrince(flow, { tolerance: 1e-6, errorScale: 1 }, saved),
        { ...settings, stopLoss: 0.2 },
        startAt(Float64Array.of(1, 1)),
      ),
    );
    const kept = steps.filter(({ snapshot }) => snapshot !== undefined).map(({ record }) => record);
    expect(kept.slice(0, 2).map(({ time }) => time)).toEqual([0, 0.1]);
    expect(kept.slice(0, 2).map(({ iteration }) => iteration)).toEqual([0, 10]);
    expect(kept[1]!.stages).toBe(6);
    // As many records as steps, and the start: nothing in between.
    expect(steps.slice(1).every(({ record }) => record.stages === 6)).toBe(true);
  });

  it('records points in order of time, with iterations in units of η', async () => {
    const steps = await run();
    for (const [index, { record }] of steps.entries()) {
      if (index > 0) expect(record.time).toBeGreaterThan(steps[index - 1]!.record.time);
      if (index < steps.length - 1) expect(record.iteration).toBeCloseTo(record.time / 0.01, 9);
    }
    const last = steps.at(-1)!.record;
    expect(last.iteration).toBe(Math.ceil(last.time / 0.01));
  });

  it('ends where the loss reaches the stop loss, inside its last step', async () => {
    const steps = await run();
    const { record, status } = steps.at(-1)!;
    expect(status).toBe('converged');
    expect(record.loss).toBeLessThanOrEqual(0.001);
    expect(record.loss).toBeGreaterThan(0.001 * (1 - 1e-6));
    // Only the slowest direction is left: ¼ e^{−t} = 0.001.
    expect(record.time).toBeCloseTo(Math.log(250), 2);
    expect(steps.slice(0, -1).every((step) => step.status === 'running')).toBe(true);
  });

  it('counts gradients and products, and the attempts that were rejected', async () => {
    const flow = quadraticFlow(eigenvalues);
    const steps = await all(integrate(flow, startAt(new Float64Array(4).fill(1))));
    expect(steps.at(-1)!.record.gradients).toBe(flow.counts.gradients);
    expect(steps.reduce((sum, { record }) => sum + record.blockProducts, 0)).toBe(flow.counts.products);
  });

  it('estimates the error of every step and of no snapshot', async () => {
    for (const { record } of await run()) {
      if (record.stages > 0) expect(record.errorEstimate).toBeLessThanOrEqual(1e-6);
      else expect(record).not.toHaveProperty('errorEstimate');
    }
  });

  it('resumes from the state of any record to the same bytes', async () => {
    const whole = await run();
    const states: FlowState[] = [];
    for await (const step of integrate(quadraticFlow(eigenvalues), startAt(new Float64Array(4).fill(1))))
      states.push(structuredClone(step.state()));
    for (const [index, state] of states.slice(0, -1).entries()) {
      const rest = await all(integrate(quadraticFlow(eigenvalues), state));
      const shown = ({ record, snapshot, status }: FlowStep) => ({ record, snapshot, status });
      expect(rest.map(shown)).toEqual(whole.slice(index + 1).map(shown));
    }
  });

  it('yields the start alone where that is below the stop loss', async () => {
    const steps = await all(integrate(quadraticFlow([1]), startAt(Float64Array.of(0.01))));
    expect(steps).toHaveLength(1);
    expect(steps[0]!.status).toBe('converged');
    expect(steps[0]!.record).toMatchObject({ iteration: 0, time: 0, loss: 5e-5, stepSize: 0 });
    expect(steps[0]!.snapshot).toEqual(Float64Array.of(0.01));
  });

  it('ends at the iteration limit, counted in η of flow time or in steps', async () => {
    const byTime = await run({ maxIterations: 150 }, 1e-3);
    expect(byTime.at(-1)!.status).toBe('iteration-limit');
    expect(byTime.at(-1)!.record.iteration).toBeGreaterThanOrEqual(150);
    // No step passes the limit: the last one is cut there.
    expect(byTime.at(-1)!.record).toMatchObject({ iteration: 150, time: 1.5 });
    for (const [i, value] of eigenvalues.entries())
      expect(Math.abs(byTime.at(-1)!.snapshot![i]! - Math.exp(-value * 1.5))).toBeLessThan(1e-2);
    expect(byTime.at(-1)!.snapshot).toBeDefined();
    const bySteps = await run({ maxIterations: 5 });
    expect(bySteps.at(-1)!.status).toBe('iteration-limit');
    expect(bySteps.filter(({ record }) => record.stages > 0)).toHaveLength(5);
  });

  it('keeps the schedule where the limit is a tiny part of the first step', async () => {
    const steps = await run({ maxStepSize: 1e-300, maxIterations: 300 });
    expect(steps.map(({ record }) => record.iteration)).toEqual([0, 10, 100, 200, 300]);
    expect(steps.at(-1)).toMatchObject({ status: 'iteration-limit', record: { time: 3e-298 } });
  });

  it('refuses a start whose loss is not finite', async () => {
    const steps = integrate(quadraticFlow([1]), startAt(Float64Array.of(NaN)));
    await expect(steps.next()).rejects.toThrow(
      new ConvergenceError(
        'gradient flow: the loss at the start is NaN; check the inputs for very large values, or lower network.gain.',
      ),
    );
  });
});
