import fc from 'fast-check';
import { expect, it } from 'vitest';
import { integrateFlow, stabilizedRk } from '../../../../../src/numerics/index.ts';
import { quadraticFlow } from '../../../../synthetic/gradient-flows.ts';

/** A spectrum over seven decades, and a start with every direction in it. */
const problems = fc
  .array(
    fc.tuple(fc.double({ min: -1, max: 6, noNaN: true }), fc.double({ min: 0.1, max: 1, noNaN: true })),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((pairs) => ({
    eigenvalues: pairs.map(([exponent]) => 10 ** exponent),
    start: Float64Array.from(pairs, ([, value]) => value),
  }));

it('follows every stiff linear flow: the loss falls at every record, and snapshots are near the exact solution', async () => {
  await fc.assert(
    fc.asyncProperty(problems, async ({ eigenvalues, start }) => {
      const flow = quadraticFlow(eigenvalues);
      const settings = { maxStepSize: 0.01, snapshotEvery: 10, stopLoss: 1e-4, maxIterations: 500 };
      let previous = Infinity;
      for await (const { record, snapshot } of integrateFlow(
        flow,
        (saved) => stabilizedRk(flow, { tolerance: 1e-5, errorScale: 1 }, saved),
        settings,
        { solver: 'stabilized-rk', steps: 0, time: 0, parameters: start, snapshotIndex: 0, errorScale: 1 },
      )) {
        expect(record.loss).toBeLessThanOrEqual(previous * (1 + 1e-12));
        previous = record.loss;
        for (const [i, value] of (snapshot ?? []).entries()) {
          const exact = start[i]! * Math.exp(-eigenvalues[i]! * record.time);
          expect(Math.abs(value - exact)).toBeLessThan(2e-3);
        }
      }
    }),
    { numRuns: 60 },
  );
});
