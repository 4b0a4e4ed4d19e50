import { expect, it } from 'vitest';
import { copyIn, zerosIn } from '../../../src/tensors/allocate.ts';
import { matrix } from '../../../src/tensors/matrix.ts';
import { openBlas } from '../../../src/tensors/open-blas.ts';

const ops = await openBlas();

it('allocates and copies in the precision of the operations', () => {
  expect(zerosIn(ops, 2, 3)).toEqual(matrix(new Float64Array(6), 2, 3));
  expect(zerosIn(ops.single!, 2, 3)).toEqual(matrix(new Float32Array(6), 2, 3));
  const source = matrix(Float64Array.of(0.1, 2), 1, 2);
  const copy = copyIn(ops.single!, source);
  expect([...copy.data]).toEqual([Math.fround(0.1), 2]);
  const same = copyIn(ops, source);
  source.data[0] = 7;
  expect([...same.data]).toEqual([0.1, 2]);
});
