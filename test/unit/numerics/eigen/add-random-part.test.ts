import { describe, expect, it } from 'vitest';
import { addRandomPart } from '../../../../src/numerics/eigen/add-random-part.ts';
import { createRandom } from '../../../../src/numerics/random.ts';
import { zeros } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';

const ops = await openBlas();

describe('addRandomPart', () => {
  it('adds to each row a part of its norm, another one each time', async () => {
    const rows = zeros(2, 5000);
    rows.data[0] = 1;
    rows.data[5000] = 3;
    const before = rows.data.slice();
    const random = createRandom(1, 'test');
    await addRandomPart(ops, rows, random);
    const added = rows.data.map((value, index) => value - before[index]!);
    expect(Math.hypot(...added.subarray(0, 5000))).toBeCloseTo(0.01, 2);
    expect(Math.hypot(...added.subarray(5000))).toBeCloseTo(0.03, 2);
    const once = rows.data.slice();
    await addRandomPart(ops, rows, random);
    expect(rows.data).not.toEqual(once);
  });

  it('leaves an empty row empty', async () => {
    const rows = zeros(1, 10);
    await addRandomPart(ops, rows, createRandom(1, 'test'));
    expect(rows.data).toEqual(new Float64Array(10));
  });
});
