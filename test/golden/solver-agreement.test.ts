import { expect, test } from 'vitest';
import { exponentialEuler, startExponentialEuler, trainingLoss } from '../../src/numerics/index.ts';
import type { ExponentialEulerSettings, TrainingLoss } from '../../src/numerics/index.ts';
import { startGradientFlow } from '../../src/numerics/dynamics/flow/gradient-flow-training.ts';
import { integrateFlow } from '../../src/numerics/dynamics/flow/integrate-flow.ts';
import { dormandPrince } from '../../src/numerics/dynamics/runge-kutta/dormand-prince.ts';
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
  const start = startGradientFlow(loss, 'stabilized-rk', theta0);
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

/** θ by classical RK4 with many equal steps: an integration that shares nothing with the solvers but the gradient. */
async function byClassicalRungeKutta(
  loss: TrainingLoss,
  theta0: Float64Array,
  time: number,
  steps: number,
): Promise<Float64Array> {
  const theta = theta0.slice();
  const h = time / steps;
  const slopes = Array.from({ length: 4 }, () => new Float64Array(theta.length));
  const stage = new Float64Array(theta.length);
  for (let step = 0; step < steps; step++) {
    for (const [j, reach] of [0, h / 2, h / 2, h].entries()) {
      for (let i = 0; i < stage.length; i++)
        stage[i] = theta[i]! - (j === 0 ? 0 : reach * slopes[j - 1]![i]!);
      await loss.gradient(stage, slopes[j]!);
    }
    for (let i = 0; i < theta.length; i++)
      theta[i]! -= (h / 6) * (slopes[0]![i]! + 2 * slopes[1]![i]! + 2 * slopes[2]![i]! + slopes[3]![i]!);
  }
  return theta;
}

const distance = (a: Float64Array, b: Float64Array) => Math.hypot(...a.map((value, i) => value - b[i]!));

test.each(referenceNames)(
  'the reference, stabilized-rk and exponential Euler agree on %s within their error estimates',
  async (name) => {
    const reference = readReference(name);
    const loss = trainingLoss(await openBlas(), problemOf(reference));
    const theta0 = Float64Array.from(reference.theta0);
    const euler = await byExponentialEuler(loss, theta0, reference.learningRate / 4, 160);
    const exact = await byClassicalRungeKutta(loss, theta0, euler.time, 2000);
    const control = await byFlow(loss, theta0, euler.time, (flow, errorScale, saved) =>
      dormandPrince(flow, { tolerance: 1e-10, errorScale }, saved),
    );
    const stabilized = await byFlow(loss, theta0, euler.time, (flow, errorScale, saved) =>
      stabilizedRk(flow, { tolerance: 1e-5, errorScale }, saved),
    );
    const errorOf = ({ parameters }: Arrival) => distance(parameters, exact);
    // The reference is a hundred times nearer to the flow than what is judged by it, and says so itself.
    expect(errorOf(control)).toBeLessThan(0.01 * Math.min(errorOf(stabilized), errorOf(euler)));
    expect(control.estimated).toBeLessThan(0.01 * Math.min(errorOf(stabilized), errorOf(euler)));
    // The flow does not amplify errors here: their sum bounds the error at the end, and is not far above it.
    for (const arrival of [stabilized, euler]) {
      expect(errorOf(arrival)).toBeLessThan(arrival.estimated);
      expect(errorOf(arrival)).toBeGreaterThan(0.05 * arrival.estimated);
    }
  },
);
