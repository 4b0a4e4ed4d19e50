import { matrix } from '../../../tensors/matrix.ts';
import { blockProduct } from '../../network/block-product.ts';
import type { TrainingLoss } from '../../network/training-loss.ts';
import type { GradientFlow } from './gradient-flow.ts';

/**
 * The gradient flow of a training loss: θ' = −∇L̃(θ) (section 2.1).
 *
 * @param loss the training loss; its memory is used
 * @returns the flow; a Hessian product costs as much as two gradients
 */
export function trainingFlow(loss: TrainingLoss): GradientFlow {
  const { parameterCount } = loss;
  const multiply = blockProduct(loss, 'hessian');
  return {
    ops: loss.ops,
    parameterCount,
    value: (parameters) => loss.value(parameters),
    gradient: (parameters, gradient) => loss.gradient(parameters, gradient),
    hessianProduct: (direction, product) =>
      multiply(matrix(direction, 1, parameterCount), matrix(product, 1, parameterCount)),
  };
}
