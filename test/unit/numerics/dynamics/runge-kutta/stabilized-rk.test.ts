import { describe, expect, it } from 'vitest';
import type { FlowPoint, GradientFlow } from '../../../../../src/numerics/dynamics/flow/gradient-flow.ts';
import { stabilizedRk } from '../../../../../src/numerics/dynamics/runge-kutta/stabilized-rk.ts';
import type {
  AcceptedStep,
  StepMethod,
} from '../../../../../src/numerics/dynamics/runge-kutta/step-method.ts';
import { trainingFlow } from '../../../../../src/numerics/dynamics/flow/training-flow.ts';
import { trainingLoss } from '../../../../../src/numerics/network/training-loss.ts';
import { createRandom } from '../../../../../src/numerics/random.ts';
import { matrix } from '../../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';
import { ConvergenceError } from '../../../../../src/numerics/convergence-error.ts';
import { blindFlow, quadraticFlow, smoothFlow } from '../../../../synthetic/gradient-flows.ts';

const accurate = { tolerance: 1e-6, errorScale: 1 };

/** Steps until a time; the last step goes beyond it. */
async function follow(method: StepMethod, parameters: Float64Array, until: number) {
  let { point }: { point: FlowPoint } = await method.start(parameters);
  const steps: AcceptedStep[] = [];
  let time = 0;
  while (time < until) {
    const step = await method.step(point, Infinity);
    time += step.stepSize;
    point = step.next;
    steps.push(step);
  }
  return { point, time, steps };
}

describe('stabilizedRk', () => {
  it('follows a stiff linear flow with steps far beyond the limit of unstabilised methods', async () => {
    const flow = quadraticFlow([1e4, 1, 0.1]);
    const { point, time, steps } = await follow(stabilizedRk(flow, accurate), Float64Array.of(1, 1, 1), 10);
    expect(Math.abs(point.parameters[0]!)).toBeLessThan(1e-5);
    expect(Math.abs(point.parameters[1]! - Math.exp(-time))).toBeLessThan(1e-4);
    expect(Math.abs(point.parameters[2]! - Math.exp(-0.1 * time))).toBeLessThan(1e-4);
    // Δt·λ_1: explicit Euler is stable to 2.
    expect(Math.max(...steps.map(({ stepSize }) => stepSize)) * 1e4).toBeGreaterThan(1000);
  });

  it('takes stages for λ_2 alone where λ_1 is four times as large, and for λ_1 where it is not', async () => {
    const stagesOf = async (second: number) => {
      const flow = quadraticFlow([1e4, second, 0.1]);
      const { point, time, steps } = await follow(stabilizedRk(flow, accurate), Float64Array.of(1, 1, 1), 10);
      expect(Math.abs(point.parameters[2]! - Math.exp(-0.1 * time))).toBeLessThan(1e-4);
      return Math.max(...steps.map(({ stages }) => stages));
    };
    expect(await stagesOf(1)).toBeLessThan(10);
    expect(await stagesOf(3000)).toBeGreaterThan(40);
  });

  it('becomes more accurate with a smaller tolerance', async () => {
    const errorAt = async (tolerance: number) => {
      const flow = quadraticFlow([1]);
      const { point, time } = await follow(
        stabilizedRk(flow, { tolerance, errorScale: 1 }),
        Float64Array.of(1),
        2,
      );
      return Math.abs(point.parameters[0]! - Math.exp(-time));
    };
    const errors = [await errorAt(1e-3), await errorAt(1e-5), await errorAt(1e-7)];
    expect(errors[0]! / errors[1]!).toBeGreaterThan(5);
    expect(errors[1]! / errors[2]!).toBeGreaterThan(5);
    expect(errors[2]!).toBeLessThan(1e-5);
  });

  it('keeps every estimated error below tolerance · errorScale', async () => {
    const method = stabilizedRk(smoothFlow(4), { tolerance: 1e-4, errorScale: 2 });
    const { steps } = await follow(method, Float64Array.of(3, -2, 1, 0.1), 5);
    for (const { errorEstimate } of steps) expect(errorEstimate).toBeLessThanOrEqual(2e-4);
  });

  it('rejects a step whose loss rises, and finds the eigenvalue that it had missed along it', async () => {
    const flow = blindFlow([5000, 1]);
    const method = stabilizedRk(flow, { tolerance: 1, errorScale: 1e6 });
    let { point } = await method.start(Float64Array.of(0, 1));
    flow.blind = false;
    point.parameters[0] = 1e-3;
    point = { ...point, loss: await flow.gradient(point.parameters, point.gradient) };
    const { next, rejected, curvature } = await method.step(point, Infinity);
    expect(rejected).toBe(1);
    expect(curvature.quotient).toBeGreaterThan(4750);
    expect(next.loss).toBeLessThan(point.loss);
  });

  it('counts what it used', async () => {
    const flow = smoothFlow(2);
    const method = stabilizedRk(flow, accurate);
    await follow(method, Float64Array.of(2, 1), 3);
    expect(method.gradients).toBe(flow.counts.gradients);
    expect(method.products).toBe(flow.counts.products);
  });

  it('goes on from a saved state to the same bytes', async () => {
    const flow = smoothFlow(3);
    const method = stabilizedRk(flow, accurate);
    let { point } = await method.start(Float64Array.of(2, -1, 0.5));
    for (let count = 0; count < 4; count++) point = (await method.step(point, Infinity)).next;
    const saved = structuredClone(method.save());
    const savedPoint = structuredClone(point);
    const expected = [await method.step(point, Infinity)];
    expected.push(await method.step(expected[0]!.next, Infinity));
    const last = structuredClone(expected[1]);
    const again = stabilizedRk(flow, accurate, saved);
    const resumed = await again.step((await again.step(savedPoint, Infinity)).next, Infinity);
    expect(resumed).toEqual(last);
    expect(again.save()).toEqual(method.save());
  });

  it('goes on from a saved state to the same bytes beside an outlier', async () => {
    const flow = quadraticFlow([1e4, 1, 0.1]);
    const method = stabilizedRk(flow, accurate);
    let { point } = await method.start(Float64Array.of(1, 1, 1));
    for (let stepSize = 0; stepSize < 0.1;) {
      const step = await method.step(point, Infinity);
      ({ stepSize, next: point } = step);
    }
    const saved = structuredClone(method.save());
    const savedPoint = structuredClone(point);
    const expected = structuredClone(await method.step(point, Infinity));
    // Δt·λ_1 is above 1000: explicit stages would be more than forty.
    expect(expected.stages).toBe(3);
    const again = stabilizedRk(flow, accurate, saved);
    expect(await again.step(savedPoint, Infinity)).toEqual(expected);
    expect(again.save()).toEqual(method.save());
  });

  it('finds several outliers where they cost stages, and goes on beside them from a saved state to the same bytes', async () => {
    const flow = { ...quadraticFlow([1e4, 9e3, 8e3, 1, 0.1]), outliers: 3 };
    const method = stabilizedRk(flow, accurate);
    let { point } = await method.start(Float64Array.of(1, -1, 1, 1, 1));
    let time = 0;
    let step: AcceptedStep;
    do {
      step = await method.step(point, Infinity);
      point = step.next;
      time += step.stepSize;
    } while (step.stepSize < 0.1);
    // Δt·λ_1 is above 1000: explicit stages would be more than forty.
    expect(step.stages).toBeLessThan(6);
    expect(Math.abs(point.parameters[4]! - Math.exp(-0.1 * time))).toBeLessThan(1e-4);
    expect(Math.abs(point.parameters[1]!)).toBeLessThan(1e-5);
    const again = stabilizedRk(flow, accurate, structuredClone(method.save()));
    const savedPoint = structuredClone(point);
    const expected = structuredClone(await method.step(point, Infinity));
    expect(await again.step(savedPoint, Infinity)).toEqual(expected);
    expect(again.save()).toEqual(method.save());
  });

  it('goes on where rounding is all that is left of the loss', async () => {
    const random = createRandom(4, 'one-sample');
    const [inputs, theta] = [new Float64Array(4), new Float64Array(4 * 5 + 5 + 5 * 3 + 3)];
    random.fillGaussian(inputs);
    random.fillGaussian(theta);
    const problem = {
      network: { widths: [4, 5, 3] },
      inputs: matrix(
        inputs.map((value) => 20 * value),
        1,
        4,
      ),
      labels: Int32Array.of(0),
      criterion: { name: 'mse', reduction: 'mean' } as const,
    };
    const flow = trainingFlow(trainingLoss(await openBlas(), problem));
    const parameters = theta.map((value) => value / 2);
    const method = stabilizedRk(flow, { tolerance: 1e-3, errorScale: Math.hypot(...parameters) });
    let { point } = await method.start(parameters);
    let [steps, rejected] = [0, 0];
    for (; steps < 300 && method.gradients < 20_000; steps++) {
      const step = await method.step(point, Infinity);
      rejected += step.rejected;
      point = step.next;
    }
    expect(point.loss).toBeLessThan(1e-25);
    // How rounding falls out depends on the kernels of the BLAS: some 0.01 to 0.2 rejections a step, and at least 1.4 were it taken for a rise.
    expect(rejected / steps).toBeLessThan(0.5);
  });

  it('takes no more outliers than there are directions beside one', async () => {
    const flow = { ...quadraticFlow([1e4, 9e3]), outliers: 3 };
    const { point } = await follow(stabilizedRk(flow, accurate), Float64Array.of(1, 1), 1);
    expect(Math.abs(point.parameters[0]!)).toBeLessThan(1e-4);
  });

  it('stands still at a minimum', async () => {
    const { point } = await follow(stabilizedRk(quadraticFlow([2, 1]), accurate), new Float64Array(2), 5);
    expect(point.parameters).toEqual(new Float64Array(2));
  });

  it('says that no step is accepted, with the numbers, where the gradient points uphill', async () => {
    const uphill: GradientFlow = {
      ops: quadraticFlow([1]).ops,
      parameterCount: 1,
      value: (parameters) => Promise.resolve(parameters[0]! ** 2),
      gradient(parameters, gradient) {
        gradient[0] = -2 * parameters[0]!;
        return Promise.resolve(parameters[0]! ** 2);
      },
      hessian: {
        product(directions, products) {
          products.data[0] = 2 * directions.data[0]!;
          return Promise.resolve();
        },
      },
    };
    const method = stabilizedRk(uphill, accurate);
    const { point } = await method.start(Float64Array.of(1));
    await expect(method.step(point, Infinity)).rejects.toThrow(
      new ConvergenceError(
        'stabilized-rk: 31 steps in a row were rejected, the next would have Δt = 1.274e-11; loss 1, spectral radius 2.00000. ' +
          'The gradient may not be finite, or the tolerance below what rounding allows: check the inputs, or raise solver.errorTolerance.',
      ),
    );
  });

  it.each([
    [0, 1],
    [1e-4, 0],
    [NaN, 1],
  ])('refuses tolerance %d with scale %d', (tolerance, errorScale) => {
    expect(() => stabilizedRk(quadraticFlow([1]), { tolerance, errorScale })).toThrow(
      new RangeError(
        `stabilizedRk: tolerance and errorScale must be positive, received ${tolerance} and ${errorScale}`,
      ),
    );
  });
});
