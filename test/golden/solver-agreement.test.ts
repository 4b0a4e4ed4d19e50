import { expect, test } from 'vitest';
import { exponentialEuler, startExponentialEuler, trainingLoss } from '../../src/numerics/index.ts';
import type { ExponentialEulerSettings, TrainingLoss } from '../../src/numerics/index.ts';
import { startGradientFlow } from '../../src/numerics/dynamics/flow/gradient-flow-training.ts';
import { integrateFlow } from '../../src/numerics/dynamics/flow/integrate-flow.ts';
import { rk4 } from '../../src/numerics/dynamics/runge-kutta/rk4.ts';
import { stabilizedRk } from '../../src/numerics/dynamics/runge-kutta/stabilized-rk.ts';
import type { StepMethod, StepMethodState } from '../../src/numerics/dynamics/runge-kutta/step-method.ts';
import { trainingFlow } from '../../src/numerics/dynamics/flow/training-flow.ts';
import { openBlas } from '../../src/tensors/open-blas.ts';
import { problemOf, readReference, referenceNames } from './reference-network.ts';

/** θ at a time, and the sum of the local errors that were estimated on the way. */
interface Arrival {
  readonly parameters: Float64Array;
  readonly time: number;
  readonly estimated: number;
}

async function byExponentialEuler(
  loss: TrainingLoss,
  theta0: Float64Array,
  stepSize: number,
  steps: number,
): Promise<Arrival> {
  const settings: ExponentialEulerSettings = {
    maxStepSize: stepSize,
    eigenpairs: 'outputs',
    cap: 'step',
    tolerance: 1e-8,
    lastTolerance: 1e-4,
    guards: 3,
    auditEvery: 100,
    snapshotEvery: 1,
    maxIterations: steps,
    stopLoss: 0,
    errorEstimateEvery: 1,
  };
  const start = startExponentialEuler(loss, settings, theta0, 1);
  let estimated = 0;
  for await (const { record, snapshot } of exponentialEuler(loss, settings, start)) {
    if (record.iteration === steps) return { parameters: snapshot!, time: record.time, estimated };
    estimated += record.errorEstimate!;
  }
  throw new Error('the training ended early');
}

async function byFlow(
  loss: TrainingLoss,
  theta0: Float64Array,
  time: number,
  method: (
    flow: ReturnType<typeof trainingFlow>,
    errorScale: number,
    saved: StepMethodState | undefined,
  ) => StepMethod,
): Promise<Arrival> {
  const flow = trainingFlow(loss);
  const start = startGradientFlow(loss, 'rk4', theta0);
  // The schedule's first snapshot after the start lies at the time itself.
  const settings = { maxStepSize: time, snapshotEvery: 1, stopLoss: 0, maxIterations: 1e6 };
  let estimated = 0;
  for await (const { record, snapshot } of integrateFlow(
    flow,
    (saved) => method(flow, start.errorScale, saved),
    settings,
    start,
  )) {
    if (snapshot !== undefined && record.iteration === 1) return { parameters: snapshot, time, estimated };
    estimated += record.errorEstimate ?? 0;
  }
  throw new Error('the flow ended early');
}

const distance = (a: Float64Array, b: Float64Array) => Math.hypot(...a.map((value, i) => value - b[i]!));

test.each(referenceNames)(
  'RK4, stabilized-rk and exponential Euler agree on %s within their error estimates',
  async (name) => {
    const reference = readReference(name);
    const loss = trainingLoss(await openBlas(), problemOf(reference));
    const theta0 = Float64Array.from(reference.theta0);
    const euler = await byExponentialEuler(loss, theta0, reference.learningRate / 4, 160);
    const rk4With = (maxStepSize: number) =>
      byFlow(loss, theta0, euler.time, (flow, _, saved) => rk4(flow, { maxStepSize }, saved));
    const reference4 = await rk4With(reference.learningRate / 8);
    const coarse4 = await rk4With(reference.learningRate / 4);
    const stabilized = await byFlow(loss, theta0, euler.time, (flow, errorScale, saved) =>
      stabilizedRk(flow, { tolerance: 1e-5, errorScale }, saved),
    );
    const errorOf = ({ parameters }: Arrival) => distance(parameters, reference4.parameters);
    // The reference's own error, of which halving the step removes the larger part, is small beside the others'.
    expect(errorOf(coarse4)).toBeLessThan(0.1 * errorOf(stabilized));
    // The flow does not amplify errors here: their sum bounds the error at the end, and is not far above it.
    for (const arrival of [stabilized, euler]) {
      expect(errorOf(arrival)).toBeLessThan(arrival.estimated);
      expect(errorOf(arrival)).toBeGreaterThan(0.05 * arrival.estimated);
    }
  },
);
