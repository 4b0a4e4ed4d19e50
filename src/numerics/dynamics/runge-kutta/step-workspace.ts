import { followSharpness } from '../../eigen/follow-sharpness.ts';
import type { SharpnessFollower } from '../../eigen/follow-sharpness.ts';
import type { Sharpness } from '../../eigen/sharpness-state.ts';
import type { FlowPoint, GradientFlow } from '../flow/gradient-flow.ts';
import type { StepMemory } from './stabilized-rk-step.ts';
import type { Curvature, StepMethod, StepMethodState } from './step-method.ts';

/** What the one-step methods share: memory, the search for λ_1, and the count of gradients. */
export interface StepWorkspace extends Pick<StepMethod, 'start' | 'inspect'> {
  /** Of the loss Hessian at the point of the flow's last gradient, wherever its `find` is called. */
  readonly sharpness: SharpnessFollower;
  /** |λ_1|, as of the last search; 0 before the first. */
  readonly radius: number;
  readonly gradients: number;
  readonly products: number;
  /** Adds to the count of gradients. */
  count(gradients: number): void;
  /** Memory for a step that starts from a point. */
  memoryBeside(from: FlowPoint): StepMemory;
  /** Searches for λ_1 at the point of the flow's last gradient. */
  look(): Promise<Curvature>;
  /**
   * Goes back to the start of a step that failed, and looks along it for a larger eigenvalue: an unstable step points along
   * the eigenvector that was missed.
   */
  lookAlong(from: FlowPoint, failed: FlowPoint): Promise<void>;
  save(): Omit<StepMethodState, 'nextStep' | 'lastStep' | 'lastError' | 'outliersFrom'>;
}

/** The search's own random numbers need no seed of the training's: they change nothing but how soon it ends. */
const seed = 0;

/**
 * Allocates the memory of a one-step method: 5·P numbers, and the search's 20·P.
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
  const sharpness = followSharpness(flow.ops, flow.parameterCount, flow.hessian, saved ?? seed);
  let gradients = saved?.gradients ?? 0;
  const products = () => (saved?.products ?? 0) + sharpness.products;

  const memoryBeside = (from: FlowPoint): StepMemory => {
    const [first, second] = points.filter((array) => array !== from.parameters);
    return {
      stages: [first!, second!],
      gradient: slopes.find((array) => array !== from.gradient)!,
    };
  };

  return {
    sharpness,
    get radius() {
      return Math.abs(sharpness.last?.value ?? 0);
    },
    get gradients() {
      return gradients;
    },
    get products() {
      return products();
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
      const point = { parameters: own, gradient: slope, loss };
      const curvature = Number.isFinite(loss)
        ? curvatureOf(await sharpness.find())
        : { quotient: 0, residual: 0 };
      return { point, curvature };
    },

    look: async () => curvatureOf(await sharpness.find()),

    async lookAlong(from, failed) {
      const step = failed.parameters.map((value, i) => value - from.parameters[i]!);
      const length = Math.sqrt(await flow.ops.dot(step, step));
      if (Number.isFinite(length) && length > 0) {
        flow.ops.scale(1 / length, step);
        sharpness.lookAlong(step);
      }
      await flow.gradient(from.parameters, failed.gradient);
      gradients++;
      await sharpness.find();
    },

    async inspect(parameters) {
      const scratch = new Float64Array(flow.parameterCount);
      const loss = await flow.gradient(parameters, scratch);
      gradients++;
      return { loss, curvature: curvatureOf(await sharpness.measure()) };
    },

    save: () => ({ gradients, products: products(), ...sharpness.save() }),
  };
}

function curvatureOf({ value, residual }: Sharpness): Curvature {
  return { quotient: value, residual };
}
