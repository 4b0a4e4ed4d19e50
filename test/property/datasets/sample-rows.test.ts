import fc from 'fast-check';
import { it } from 'vitest';
import { sampleRows } from '../../../src/datasets/sample-rows.ts';

const drawing = fc
  .tuple(fc.integer({ min: 1, max: 500 }), fc.integer())
  .chain(([pool, seed]) =>
    fc.record({ pool: fc.constant(pool), seed: fc.constant(seed), size: fc.nat({ max: pool }) }),
  );

it('draws distinct rows of the pool, whatever the sizes and the seed', () => {
  fc.assert(
    fc.property(drawing, ({ pool, size, seed }) => {
      const rows = sampleRows(pool, size, seed);
      return (
        rows.length === size && new Set(rows).size === size && rows.every((row) => row >= 0 && row < pool)
      );
    }),
  );
});

it('begins a larger subset with the smaller one of the same seed', () => {
  fc.assert(
    fc.property(drawing, ({ pool, size, seed }) => {
      const whole = sampleRows(pool, pool, seed);
      return sampleRows(pool, size, seed).every((row, position) => row === whole[position]);
    }),
  );
});
