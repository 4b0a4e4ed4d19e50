import { describe, expect, it } from 'vitest';
import { predictor } from '../../../../src/numerics/eigen/predictor.ts';
import { matrix, zeros } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';

const ops = await openBlas();
/** A unit vector that turns by a tenth of a radian an iteration, with eigenvalue 2. */
const turned = (step: number) => [Math.cos(step / 10), Math.sin(step / 10)];
const image = (step: number, sign = 1) =>
  matrix(
    Float64Array.from(turned(step), (value) => 2 * sign * value),
    1,
    2,
  );
const values = Float64Array.of(2);

function angleTo(predicted: Float64Array, step: number): number {
  const [c, s] = turned(step);
  return Math.abs(
    Math.atan2(c! * predicted[1]! - s! * predicted[0]!, c! * predicted[0]! + s! * predicted[1]!),
  );
}

describe('predictor', () => {
  it('begins with Hv/θ', async () => {
    const target = zeros(1, 2);
    await predictor(ops, 1, 2).predict(values, image(0), target);
    expect([...target.data]).toEqual([1, 0]);
  });

  it('extrapolates the turning of an eigenvector to second order, whatever the signs', async () => {
    for (const sign of [1, -1]) {
      const prediction = predictor(ops, 1, 2);
      const target = zeros(1, 2);
      await prediction.predict(values, image(0), target);
      await prediction.predict(values, image(1, sign), target);
      const expected = sign === 1 ? 2 : 2 + 10 * Math.PI;
      expect(angleTo(target.data, expected)).toBeLessThan(0.011);
      expect(angleTo(image(1, sign).data, expected)).toBeGreaterThan(0.09);
    }
  });

  it('falls back to the last vector where two have changed places', async () => {
    const prediction = predictor(ops, 2, 2);
    const target = zeros(2, 2);
    await prediction.predict(Float64Array.of(2, 1), matrix(Float64Array.of(2, 0, 0, 1), 2, 2), target);
    await prediction.predict(Float64Array.of(2, 1), matrix(Float64Array.of(0, 2, 1, 0), 2, 2), target);
    expect([...target.data]).toEqual([0, 1, 1, 0]);
  });

  it('does not divide by an eigenvalue of 0', async () => {
    const target = zeros(1, 2);
    await predictor(ops, 1, 2).predict(Float64Array.of(0), zeros(1, 2), target);
    expect([...target.data]).toEqual([0, 0]);
  });
});
