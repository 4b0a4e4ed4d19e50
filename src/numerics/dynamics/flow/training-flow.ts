import { lossHessian } from '../../network/loss-hessian.ts';
import type { TrainingLoss } from '../../network/training-loss.ts';
import type { GradientFlow } from './gradient-flow.ts';

/**
 * The gradient flow of a training loss: θ' = −∇L̃(θ) (section 2.1).
 *
 * One eigenvalue for each direction in which the outputs of a network can move stands out of its Hessian (Papyan 2020, J. Mach. Learn. Res.
 * 21(252)): all c for squared errors, c − 1 for the cross-entropy, which a number added to every output does not change.
 *
 * @param loss the training loss; its memory is used
 * @returns the flow; a Hessian product costs as much as two gradients, in float32 as one
 */
export function trainingFlow(loss: TrainingLoss): GradientFlow {
  const { network, criterion } = loss.problem;
  const outputs = network.widths.at(-1)!;
  return {
    ops: loss.ops,
    parameterCount: loss.parameterCount,
    value: (parameters) => loss.value(parameters),
    gradient: (parameters, gradient) => loss.gradient(parameters, gradient),
    hessian: lossHessian(loss),
    outliers: criterion.name === 'cross-entropy' ? outputs - 1 : outputs,
  };
}
