import { zeros } from '../../tensors/matrix.ts';
import type { Matrix, Numbers } from '../../tensors/matrix.ts';
import type { Ops } from '../../tensors/ops.ts';
import { layerBlocks, parameterCount } from './architecture.ts';
import type { Architecture, LayerBlock } from './architecture.ts';
import { evaluateCriterion } from './criterion.ts';
import type { Criterion, OutputDerivatives } from './criterion.ts';
import { allocateForward, forward } from './forward.ts';
import type { ForwardPass } from './forward.ts';

/** The training set and the function that is minimised over it. */
export interface TrainingProblem {
  readonly network: Architecture;
  /** x^0 [D, n_0]. */
  readonly inputs: Matrix;
  /** y [D], class numbers. */
  readonly labels: Int32Array;
  readonly criterion: Criterion;
}

/** The state of the forward and backward pass at one θ, from which products are formed. */
export interface Linearization<Data extends Numbers = Float64Array> extends OutputDerivatives<Data> {
  readonly layers: readonly LayerBlock<Data>[];
  readonly pass: ForwardPass<Data>;
  /** u^i = δ^{i+1}(A^{i+1})ᵀ, i = 1..L−1: [D, n_i]. */
  readonly incoming: readonly Matrix<Data>[];
  /** δ^i = u^i ∘ σ'(x̂^i), i = 1..L−1, and last δ^L: [D, n_i]. */
  readonly deltas: readonly Matrix<Data>[];
}

/** What products with a curvature matrix are formed from. */
export interface TangentSource<Data extends Numbers = Float64Array> {
  readonly ops: Ops<Data>;
  readonly problem: Pick<TrainingProblem, 'network' | 'criterion'> & {
    readonly inputs: Pick<Matrix<Data>, 'rows'>;
  };
  /**
   * The passes at the θ of the last call of `gradient`.
   * @throws {Error} when there was none since the last call of `value`
   */
  linearization(): Linearization<Data>;
}

/** The training loss L̃(θ) with its gradient; memory is allocated once and reused by every evaluation. */
export interface TrainingLoss extends TangentSource {
  readonly problem: TrainingProblem;
  /** P. */
  readonly parameterCount: number;
  /** L̃(θ). Cost: one forward pass. Invalidates the last linearisation. */
  value(parameters: Float64Array): Promise<number>;
  /**
   * L̃(θ), and ∇L̃(θ) into `gradient` [P]. Cost: three products a layer.
   * Products are then formed at this θ, whose memory must stay as it is until then.
   */
  gradient(parameters: Float64Array, gradient: Float64Array): Promise<number>;
}

/**
 * Prepares the training loss of a network: L̃(θ) = (1/D) Σ_(x,y) l(f(x, θ), y) (section 2.1).
 * @param ops operations
 * @param problem network, samples and criterion
 * @returns loss and gradient, with their own memory of about 3·D·Σ n_i numbers
 * @throws {RangeError} when inputs, labels and network do not fit
 */
export function trainingLoss(ops: Ops, problem: TrainingProblem): TrainingLoss {
  checkProblem(problem);
  const { network, inputs, labels, criterion } = problem;
  const samples = inputs.rows;
  const outputs = network.widths.at(-1)!;
  const pass = allocateForward(network, inputs);
  const hidden = network.widths.slice(1, -1);
  const incoming = hidden.map((width) => zeros(samples, width));
  const delta = zeros(samples, outputs);
  const deltas = [...hidden.map((width) => zeros(samples, width)), delta];
  const probabilities = zeros(samples, outputs);
  let current: Linearization | undefined;

  const evaluate = async (layers: readonly LayerBlock[]): Promise<number> => {
    await forward(ops, layers, pass);
    return evaluateCriterion(criterion, pass.outputs, labels, { delta, probabilities });
  };

  return {
    ops,
    problem,
    parameterCount: parameterCount(network),

    async value(parameters) {
      current = undefined;
      return evaluate(layerBlocks(network, parameters));
    },

    async gradient(parameters, gradient) {
      const layers = layerBlocks(network, parameters);
      const targets = layerBlocks(network, gradient);
      const loss = await evaluate(layers);
      for (let index = layers.length - 1; index >= 0; index--) {
        await ops.gemm(pass.activations[index]!, deltas[index]!, targets[index]!.weight, {
          transposeA: true,
        });
        ops.columnSums(deltas[index]!, targets[index]!.bias);
        if (index === 0) break;
        await ops.gemm(deltas[index]!, layers[index]!.weight, incoming[index - 1]!, { transposeB: true });
        ops.eluBackward(pass.activations[index]!, incoming[index - 1]!, deltas[index - 1]!);
      }
      current = { layers, pass, incoming, deltas, delta, probabilities };
      return loss;
    },

    linearization() {
      if (current === undefined)
        throw new Error('trainingLoss: evaluate the gradient at θ before forming products');
      return current;
    },
  };
}

function checkProblem({ network, inputs, labels }: TrainingProblem): void {
  const { widths } = network;
  const outputs = widths.at(-1)!;
  if (widths.length < 2 || inputs.columns !== widths[0]) {
    throw new RangeError(
      `trainingLoss: inputs [${inputs.rows}, ${inputs.columns}] do not fit the widths ${widths.join(' → ')}`,
    );
  }
  if (labels.length !== inputs.rows) {
    throw new RangeError(
      `trainingLoss: expected ${inputs.rows} labels, one a sample, received ${labels.length}`,
    );
  }
  const outside = labels.findIndex((label) => label < 0 || label >= outputs);
  if (outside >= 0) {
    throw new RangeError(
      `trainingLoss: label ${labels[outside]!} of sample ${outside} is outside the classes 0..${outputs - 1}`,
    );
  }
}
