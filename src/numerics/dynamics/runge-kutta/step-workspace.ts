import type { FlowPoint, GradientFlow } from '../flow/gradient-flow.ts';
import { spectralRadius } from './spectral-radius.ts';
import type { SpectralRadius } from './spectral-radius.ts';
import type { StepMemory } from './stabilized-rk-step.ts';
import type { StepMethod, StepMethodState } from './step-method.ts';
import { present } from '../../../present.ts';

/** What the one-step methods share: memory, the power iteration, and the count of gradients. */
export interface StepWorkspace extends Pick<StepMethod, 'start' | 'inspect'> {
  readonly radius: SpectralRadius;
  readonly gradients: number;
  /** Adds to the count of gradients. */
  count(gradients: number): void;
  /** Memory for a step that starts from a point. */
  memoryBeside(from: FlowPoint): StepMemory;
  /**
   * Goes back to the start of a step that failed, and looks along it for a larger eigenvalue: an unstable step points along
   * the eigenvector that was missed.
   */
  lookAlong(from: FlowPoint, failed: FlowPoint): Promise<void>;
  save(): Pick<StepMethodState, 'gradients' | 'products' | 'spectralRadius' | 'spectralVector'>;
}

/**
 * Allocates the memory of a one-step method: 7·P numbers.
 *
 * @param flow loss, gradient, Hessian products
 * @param saved where to go on
 * @returns the workspace
 */
export function stepWorkspace(flow: GradientFlow, saved?: StepMethodState): StepWorkspace {
  const arrays = (count: number) =>
    Array.from({ length: count }, () => new Float64Array(flow.parameterCount));
  const points = arrays(3);
  const slopes = arrays(2);
  const radius = spectralRadius(flow, saved);
  let gradients = saved?.gradients ?? 0;

  const memoryBeside = (from: FlowPoint): StepMemory => {
    const [first, second] = points.filter((array) => array !== from.parameters);
    return {
      stages: [first!, second!],
      gradient: slopes.find((array) => array !== from.gradient)!,
    };
  };

  return {
    radius,
    get gradients() {
      return gradients;
    },
    count(more) {
      gradients += more;
    },
    memoryBeside,

    async start(parameters) {
      const [own, slope] = [points[0]!, slopes[0]!];
      own.set(parameters);
      const loss = await flow.gradient(own, slope);
      gradients++;
      if (Number.isFinite(loss)) await radius.estimate(slope);
      return { point: { parameters: own, gradient: slope, loss }, curvature: radius.curvature };
    },

    async lookAlong(from, failed) {
      const step = failed.parameters.map((value, i) => value - from.parameters[i]!);
      if (step.every(Number.isFinite)) radius.restart(step);
      await flow.gradient(from.parameters, failed.gradient);
      gradients++;
      await radius.estimate(from.gradient);
    },

    async inspect(parameters) {
      const scratch = new Float64Array(flow.parameterCount);
      const loss = await flow.gradient(parameters, scratch);
      gradients++;
      return { loss, curvature: await radius.measure() };
    },

    save() {
      return {
        gradients,
        products: radius.products,
        ...present({ spectralRadius: radius.value }),
        spectralVector: radius.vector.slice(),
      };
    },
  };
}
