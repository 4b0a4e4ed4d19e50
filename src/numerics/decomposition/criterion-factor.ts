import type { Matrix, Numbers } from '../../tensors/matrix.ts';
import type { Criterion } from '../network/criterion.ts';

/**
 * A factor S of every sample's criterion Hessian, H_z l = S Sᵀ, written as the rows of Sᵀ.
 *
 * Operator norms of R X, R = (H_z l)^{1/2}, are those of Sᵀ X for any such S, so no square root by eigenvectors is needed.
 * Cross-entropy (section 2.1): H_z l = diag(p) − p pᵀ = S Sᵀ with S = D^{1/2}(I − s sᵀ), D = diag(p), s = √p, because
 * I − s sᵀ is a projector. S_oo = √p_o (1 − p_o), S_oq = −p_o √p_q; 1 − p_o is the sum of the other probabilities, so every
 * entry keeps its relative accuracy at saturation. MSE: H_z l = 2c I, c = 1 or 1/O (reading R4).
 * @param outputs z, [D, O]
 * @param criterion which loss
 * @param target [D·O, O]; row s·O + q becomes row q of sample s's Sᵀ, in float64 until it is stored
 */
export function criterionFactor(outputs: Matrix, criterion: Criterion, target: Matrix<Numbers>): void {
  const { rows: samples, columns: classes } = outputs;
  const { data } = target;
  if (criterion.name === 'mse') {
    data.fill(0);
    const diagonal = Math.sqrt(criterion.reduction === 'sum' ? 2 : 2 / classes);
    for (let row = 0; row < samples * classes; row++) data[row * classes + (row % classes)] = diagonal;
    return;
  }
  const exponentials = new Float64Array(classes);
  for (let sample = 0; sample < samples; sample++) {
    const total = shiftedExponentials(
      outputs.data.subarray(sample * classes, (sample + 1) * classes),
      exponentials,
    );
    for (let q = 0; q < classes; q++) {
      const root = Math.sqrt(exponentials[q]! / total);
      const row = (sample * classes + q) * classes;
      for (let o = 0; o < classes; o++) data[row + o] = (-exponentials[o]! / total) * root;
      let others = 0;
      for (let o = 0; o < classes; o++) if (o !== q) others += exponentials[o]!;
      data[row + q] = root * (others / total);
    }
  }
}

/** e^{z_o − max z}; returns their sum. */
function shiftedExponentials(logits: Float64Array, target: Float64Array): number {
  let largest = -Infinity;
  for (const logit of logits) largest = Math.max(largest, logit);
  let total = 0;
  for (let o = 0; o < logits.length; o++) total += target[o] = Math.exp(logits[o]! - largest);
  return total;
}
