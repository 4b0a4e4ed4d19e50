import { describe, expect, it } from 'vitest';
import { exponentialEuler } from '../../../../../src/numerics/dynamics/exponential-euler/exponential-euler.ts';
import { startExponentialEuler } from '../../../../../src/numerics/dynamics/exponential-euler/exponential-euler-state.ts';
import type { ExponentialEulerSettings } from '../../../../../src/numerics/dynamics/exponential-euler/exponential-euler-settings.ts';
import type { ExponentialEulerState } from '../../../../../src/numerics/dynamics/exponential-euler/exponential-euler-state.ts';
import type { IterationRecord } from '../../../../../src/numerics/dynamics/training-step.ts';
import { eigenSolver } from '../../../../../src/numerics/eigen/eigen-solver.ts';
import { blockProduct } from '../../../../../src/numerics/network/block-product.ts';
import { trainingLoss } from '../../../../../src/numerics/network/training-loss.ts';
import { rowsOf } from '../../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';
import { problemOf, readReference } from '../../../../golden/reference-network.ts';

const ops = await openBlas();
const reference = readReference('deep-cross-entropy');
const parameters = Float64Array.from(reference.theta0);
const settings: ExponentialEulerSettings = {
  maxStepSize: 0.02,
  eigenpairs: 'outputs',
  cap: 'step',
  tolerance: 1e-6,
  lastTolerance: 0.01,
  guards: 2,
  auditEvery: 10,
  snapshotEvery: 20,
  maxIterations: 45,
  stopLoss: 0,
};

async function run(
  changes: Partial<ExponentialEulerSettings> = {},
  start?: ExponentialEulerState,
  theta = parameters,
) {
  const loss = trainingLoss(ops, problemOf(reference));
  const all = { ...settings, ...changes };
  const steps = [];
  for await (const step of exponentialEuler(loss, all, start ?? startExponentialEuler(loss, all, theta, 1)))
    steps.push(step);
  return steps;
}

/** A deep copy, as a checkpoint makes it. */
function saved(state: ExponentialEulerState): ExponentialEulerState {
  return structuredClone(state);
}

describe('exponentialEuler', () => {
  it('continues bit for bit from a state saved after any iteration', async () => {
    const loss = trainingLoss(ops, problemOf(reference));
    const states: ExponentialEulerState[] = [];
    const whole: IterationRecord[] = [];
    for await (const { record, state } of exponentialEuler(
      loss,
      settings,
      startExponentialEuler(loss, settings, parameters, 1),
    )) {
      whole.push(record);
      states.push(saved(state()));
    }
    // After an audit, between two, and when the guards rest.
    for (const iteration of [0, 7, 10, 31]) {
      const rest = await run({}, states[iteration]);
      expect(rest.map(({ record }) => record)).toEqual(whole.slice(iteration + 1));
    }
  });

  it('keeps snapshots at 0, 10 η and multiples of the distance, and at the end', async () => {
    const steps = await run();
    const kept = steps.filter(({ snapshot }) => snapshot !== undefined).map(({ record }) => record.iteration);
    expect(kept).toEqual([0, 10, 20, 40, 45]);
    expect(steps[0]!.snapshot).toEqual(parameters);
    expect(steps.at(-1)!.status).toBe('iteration-limit');
  });

  it('audits the eigenpairs in the iterations that are set for it', async () => {
    const steps = await run();
    const audited = steps.filter(({ audit }) => audit !== undefined);
    expect(audited.map(({ record }) => record.iteration)).toEqual([10, 20, 30, 40]);
  });

  it('finds and repairs an eigenpair that the warm start has lost', async () => {
    const loss = trainingLoss(ops, problemOf(reference));
    const gradient = new Float64Array(loss.parameterCount);
    await loss.gradient(parameters, gradient);
    const search = { pairs: 7, guards: 0, tolerance: 1e-10, lastTolerance: 1e-6, maxRounds: 300 };
    const solver = eigenSolver(ops, loss.parameterCount, search);
    solver.block.data.set(startExponentialEuler(loss, { ...settings, guards: 3 }, parameters, 1).block);
    const { values, vectors } = await solver.solve(blockProduct(loss, 'hessian'), true);
    // v_2 to v_7 are exact: nothing in them points to v_1.
    const start = startExponentialEuler(loss, settings, parameters, 1);
    start.block.set(rowsOf(vectors, 1, 6).data);
    start.previous.set(rowsOf(vectors, 1, 4).data);
    const [lost] = await run({ auditEvery: 1000 }, { ...start, iteration: 10 });
    expect(lost!.record.eigenvalues[0]! / values[1]!).toBeCloseTo(1, 6);
    const [repaired] = await run({ auditEvery: 10 }, { ...start, iteration: 10 });
    expect(repaired!.audit).toEqual({ missed: 1 });
    for (const [pair, value] of repaired!.record.eigenvalues.subarray(0, 3).entries()) {
      expect(value / values[pair]!).toBeCloseTo(1, 6);
    }
    expect(repaired!.record.blockProducts).toBeGreaterThan(lost!.record.blockProducts);
  });

  it('stops at the first loss that is low enough, and records the eigenvalues there', async () => {
    const steps = await run({ stopLoss: 1.3 });
    const { record, status, snapshot } = steps.at(-1)!;
    expect(status).toBe('converged');
    expect(record.loss).toBeLessThanOrEqual(1.3);
    expect(steps.at(-2)!.record.loss).toBeGreaterThan(1.3);
    expect(record.eigenvalues).toHaveLength(4);
    expect(snapshot).toBeDefined();
  });

  it('takes no step longer than 1/|λ_{k+1}| or η', async () => {
    const limited = await run({ maxStepSize: 1 });
    for (const { record } of limited.slice(0, -1))
      expect(record.stepSize).toBe(Math.min(1, 1 / Math.abs(record.eigenvalues[3]!)));
    const free = await run();
    expect(free.every(({ record }) => record.stepSize === 0.02)).toBe(true);
    expect(free[3]!.record.time).toBeCloseTo(0.06, 15);
  });

  it('uses one eigenpair less where k is one less than the outputs', async () => {
    const [step] = await run({ eigenpairs: 'outputs-minus-one', maxIterations: 1 });
    expect(step!.record.eigenvalues).toHaveLength(3);
  });

  it('counts the directions of negative curvature that the cap cuts', async () => {
    const steps = await run({ maxIterations: 20 });
    for (const { record } of steps) {
      const negative = [...record.eigenvalues.subarray(0, 3)].filter((value) => value < 0).length;
      expect(record.capped).toBe(negative);
    }
    // With cap = η = Δt nothing changes; a longer η lets them grow.
    const eta = await run({ maxIterations: 20, cap: 'eta' });
    expect(eta.map(({ record }) => record.loss)).toEqual(steps.map(({ record }) => record.loss));
  });

  it('names iteration, loss, sharpness and step when the training diverges', async () => {
    await expect(
      run(
        {},
        undefined,
        parameters.map((value) => value * 1e200),
      ),
    ).rejects.toThrow(
      /^training diverged at iteration 0: loss (NaN|Infinity); it is so before the first step\. Lower solver\.maxStepSize or network\.gain, or check the inputs for very large values\.$/,
    );
    const loss = trainingLoss(ops, problemOf(reference));
    const steps = exponentialEuler(loss, settings, startExponentialEuler(loss, settings, parameters, 1));
    await steps.next();
    loss.problem.inputs.data.fill(NaN);
    await expect(steps.next()).rejects.toThrow(
      /^training diverged at iteration 1: loss NaN; the step before had λ_1 = 22\.0287 and Δt = 0\.0200000\. Lower /,
    );
  });
});
