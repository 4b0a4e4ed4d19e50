import { expect, it } from 'vitest';
import { walkCurvedRows } from '../../../../src/numerics/decomposition/curved-rows.ts';
import { zeros } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';

it('multiplies by Aᵀ and the slopes of each sample, layer by layer from the outputs', async () => {
  const weight = { rows: 2, columns: 2, data: Float64Array.of(1, 2, 3, 4) };
  const layers = [
    { weight: zeros(1, 2), bias: new Float64Array(2) },
    { weight, bias: new Float64Array(2) },
  ];
  // Slopes: 1 and 0.5 for the first sample, 0.25 and 1 for the second.
  const hidden = { rows: 2, columns: 2, data: Float64Array.of(2, -0.5, -0.75, 1) };
  const last = { rows: 4, columns: 2, data: Float64Array.of(1, 0, 0, 1, 1, 1, 2, 0) };
  const seen: [number, number[]][] = [];
  await walkCurvedRows(
    await openBlas(),
    { layers, activations: [zeros(2, 1), hidden], last },
    (layer, rows) => {
      seen.push([layer, [...rows.data]]);
    },
  );
  expect(seen).toEqual([
    [2, [1, 0, 0, 1, 1, 1, 2, 0]],
    [1, [1, 1.5, 2, 2, 0.75, 7, 0.5, 6]],
  ]);
});
