import type { Matrix, Numbers } from '../../tensors/matrix.ts';

/** A criterion l(z, y) of outputs z and class y (section 2.1). */
export type Criterion =
  | { readonly name: 'cross-entropy' }
  /** `sum`: l = Σ_o (z_o − y_o)² (reading R4). `mean` divides by O. */
  | { readonly name: 'mse'; readonly reduction: 'sum' | 'mean' };

/** Memory for the derivatives of the loss with respect to the outputs. */
export interface OutputDerivatives<Data extends Numbers = Float64Array> {
  /** δ^L = ∇_z l / D, [D, O]. */
  readonly delta: Matrix<Data>;
  /** softmax(z), [D, O]; filled for cross-entropy only. */
  readonly probabilities: Matrix<Data>;
}

/**
 * Evaluates the mean loss and its derivatives with respect to the outputs.
 *
 * Cross-entropy: l = −log p_y with p = softmax(z), ∇_z l = p − e_y, where 1 − p_y is the sum of the other
 * probabilities, so that nothing cancels at saturation. MSE: l = c·Σ_o (z_o − y_o)², ∇_z l = 2c·(z − y), c = 1 or 1/O.
 * @param criterion which loss
 * @param outputs z [D, O]
 * @param labels y [D], class numbers in 0..O−1
 * @param derivatives memory to fill
 * @returns the mean of l over the samples
 */
export function evaluateCriterion(
  criterion: Criterion,
  outputs: Matrix,
  labels: Int32Array,
  derivatives: OutputDerivatives,
): number {
  switch (criterion.name) {
    case 'cross-entropy':
      return crossEntropy(outputs, labels, derivatives);
    case 'mse':
      return meanSquaredError(scaleOf(criterion, outputs.columns), outputs, labels, derivatives.delta);
  }
}

/**
 * Multiplies tangents of the outputs with the criterion's Hessian: Rδ^L = H_z l · Rz / D.
 *
 * Cross-entropy: H_z l = diag(p) − p pᵀ. MSE: H_z l = 2c·I.
 * @param criterion which loss
 * @param derivatives of the same outputs, from `evaluateCriterion`
 * @param tangent Rz [D, O]
 * @param result Rδ^L [D, O], filled
 */
export function multiplyCriterionHessian<Data extends Numbers>(
  criterion: Criterion,
  derivatives: OutputDerivatives<Data>,
  tangent: Matrix<Data>,
  result: Matrix<Data>,
): void {
  const { rows, columns } = tangent;
  if (criterion.name === 'mse') {
    const factor = (2 * scaleOf(criterion, columns)) / rows;
    for (let index = 0; index < result.data.length; index++)
      result.data[index] = factor * tangent.data[index]!;
    return;
  }
  const p = derivatives.probabilities.data;
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let top = start;
    for (let index = start; index < start + columns; index++) if (p[index]! > p[top]!) top = index;
    // p_o (r_o − Σ_q p_q r_q) does not change when r moves by a constant: zero at the likeliest class, nothing cancels.
    const shift = tangent.data[top]!;
    let mean = 0;
    for (let index = start; index < start + columns; index++)
      mean += p[index]! * (tangent.data[index]! - shift);
    for (let index = start; index < start + columns; index++) {
      result.data[index] = (p[index]! * (tangent.data[index]! - shift - mean)) / rows;
    }
  }
}

function scaleOf(criterion: Criterion & { name: 'mse' }, outputs: number): number {
  return criterion.reduction === 'sum' ? 1 : 1 / outputs;
}

function crossEntropy(
  outputs: Matrix,
  labels: Int32Array,
  { delta, probabilities }: OutputDerivatives,
): number {
  const { rows, columns, data: z } = outputs;
  const p = probabilities.data;
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let top = start;
    for (let index = start; index < start + columns; index++) if (z[index]! > z[top]!) top = index;
    let others = 0;
    for (let index = start; index < start + columns; index++) {
      p[index] = Math.exp(z[index]! - z[top]!);
      if (index !== top) others += p[index]!;
    }
    const correct = start + labels[row]!;
    total += Math.log1p(others) + (z[top]! - z[correct]!);
    let wrong = 0;
    for (let index = start; index < start + columns; index++) {
      p[index]! /= 1 + others;
      delta.data[index] = p[index]! / rows;
      if (index !== correct) wrong += p[index]!;
    }
    delta.data[correct] = -wrong / rows;
  }
  return total / rows;
}

function meanSquaredError(scale: number, outputs: Matrix, labels: Int32Array, delta: Matrix): number {
  const { rows, columns, data: z } = outputs;
  let total = 0;
  for (let row = 0; row < rows; row++) {
    for (let output = 0; output < columns; output++) {
      const index = row * columns + output;
      const difference = z[index]! - (output === labels[row] ? 1 : 0);
      total += difference * difference;
      delta.data[index] = (2 * scale * difference) / rows;
    }
  }
  return (scale * total) / rows;
}
