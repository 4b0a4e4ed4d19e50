import { expect, it } from 'vitest';
import { outlierPath } from '../../../../../src/numerics/dynamics/runge-kutta/outlier.ts';
import { outlierPaths } from '../../../../../src/numerics/dynamics/runge-kutta/outlier-paths.ts';
import { matrix } from '../../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../../src/tensors/open-blas.ts';

it('moves a stage by the path of each outlier along its direction, and nowhere else', async () => {
  const ops = await openBlas();
  const directions = matrix(Float64Array.of(0, 1, 0, 0.6, 0, 0.8), 2, 3);
  const start = Float64Array.of(1, 2, 3);
  const paths = await outlierPaths(ops, { values: [50, 20], directions }, start);
  const alone = [outlierPath(50, 2), outlierPath(20, 0.6 + 2.4)];

  const first = { mu: 0, nu: 0, slope: 0, startSlope: 0.1 };
  const stage = new Float64Array(3);
  await paths.move(first, undefined, stage);
  const shifts = [alone[0]!.next(first, 2), alone[1]!.next(first, 3)];
  expect(stage[1]).toBeCloseTo(shifts[0]!, 14);
  expect(stage[0]).toBeCloseTo(0.6 * shifts[1]!, 14);
  expect(stage[2]).toBeCloseTo(0.8 * shifts[1]!, 14);

  const end = Float64Array.of(0.5, -1, 0.25);
  const [one, other] = await paths.errors(end);
  expect(one).toBeCloseTo(alone[0]!.error(-1), 14);
  expect(other).toBeCloseTo(alone[1]!.error(0.3 + 0.2), 14);
});
