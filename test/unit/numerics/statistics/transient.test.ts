import { expect, it } from 'vitest';
import { snapshotTime } from '../../../../src/numerics/dynamics/snapshot-times.ts';
import { afterTransient, endOfTransient } from '../../../../src/numerics/statistics/transient.ts';

it('what comes before the first iteration that counts is left out, that iteration is not', () => {
  const snapshots = [0, 9, 10, 100].map((iteration) => ({ iteration }));
  expect(afterTransient(snapshots, 10)).toEqual([{ iteration: 10 }, { iteration: 100 }]);
});

it('solvers keep a snapshot at the end of the transient', () => {
  expect(snapshotTime({ maxStepSize: 1, snapshotEvery: 100 }, 1)).toBe(endOfTransient);
});
