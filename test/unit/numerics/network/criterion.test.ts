import { describe, expect, it } from 'vitest';
import { evaluateCriterion, multiplyCriterionHessian } from '../../../../src/numerics/network/criterion.ts';
import type { Criterion } from '../../../../src/numerics/network/criterion.ts';
import { matrix, zeros } from '../../../../src/tensors/matrix.ts';
import type { Matrix } from '../../../../src/tensors/matrix.ts';

const criteria: Criterion[] = [
  { name: 'cross-entropy' },
  { name: 'mse', reduction: 'sum' },
  { name: 'mse', reduction: 'mean' },
];
const outputs = matrix(Float64Array.of(0.3, -1.2, 2.1, 0.4, 0.9, -0.5), 2, 3);
const labels = Int32Array.of(2, 0);

const memory = (z: Matrix) => ({ delta: zeros(z.rows, z.columns), probabilities: zeros(z.rows, z.columns) });

function loss(criterion: Criterion, z: Matrix): number {
  return evaluateCriterion(criterion, z, labels, memory(z));
}

function moved(z: Matrix, direction: Float64Array, step: number): Matrix {
  return matrix(
    z.data.map((value, index) => value + step * direction[index]!),
    z.rows,
    z.columns,
  );
}

describe.each(criteria)('$name $reduction', (criterion) => {
  it('has the gradient of its differences', () => {
    const derivatives = memory(outputs);
    evaluateCriterion(criterion, outputs, labels, derivatives);
    for (let index = 0; index < 6; index++) {
      const unit = new Float64Array(6);
      unit[index] = 1;
      const difference =
        (loss(criterion, moved(outputs, unit, 1e-5)) - loss(criterion, moved(outputs, unit, -1e-5))) / 2e-5;
      expect(derivatives.delta.data[index]).toBeCloseTo(difference, 9);
    }
  });

  it('has the Hessian of the differences of its gradient', () => {
    const direction = matrix(Float64Array.of(0.5, -0.3, 0.8, 1.1, 0.2, -0.7), 2, 3);
    const derivatives = memory(outputs);
    evaluateCriterion(criterion, outputs, labels, derivatives);
    const result = zeros(2, 3);
    multiplyCriterionHessian(criterion, derivatives, direction, result);
    const [ahead, behind] = [1e-5, -1e-5].map((step) => {
      const at = memory(outputs);
      evaluateCriterion(criterion, moved(outputs, direction.data, step), labels, at);
      return at.delta.data;
    });
    for (let index = 0; index < 6; index++) {
      expect(result.data[index]).toBeCloseTo((ahead![index]! - behind![index]!) / 2e-5, 9);
    }
  });
});

describe('cross-entropy at saturation', () => {
  it('keeps all digits of the loss, of 1 − p and of the Hessian', () => {
    const z = matrix(Float64Array.of(50, 0, 10), 1, 3);
    const derivatives = memory(z);
    const value = evaluateCriterion(criteria[0]!, z, Int32Array.of(0), derivatives);
    const small = Math.exp(-50) + Math.exp(-40);
    expect(value / small).toBeCloseTo(1, 12);
    expect(derivatives.delta.data[0]! / -small).toBeCloseTo(1, 12);
    const result = zeros(1, 3);
    multiplyCriterionHessian(criteria[0]!, derivatives, matrix(Float64Array.of(3, 1, 2), 1, 3), result);
    expect(result.data[0]! / (2 * Math.exp(-50) + Math.exp(-40))).toBeCloseTo(1, 12);
    expect(result.data[1]! / (-2 * Math.exp(-50))).toBeCloseTo(1, 12);
  });

  it('is finite for outputs far apart', () => {
    const z = matrix(Float64Array.of(1e4, -1e4, 0), 1, 3);
    expect(evaluateCriterion(criteria[0]!, z, Int32Array.of(1), memory(z))).toBe(2e4);
  });
});
