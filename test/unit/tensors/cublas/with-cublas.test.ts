import { describe, expect, it } from 'vitest';
import { withCublas } from '../../../../src/tensors/cublas/with-cublas.ts';

const ONE = new Float64Array(1);

describe('withCublas', () => {
  const made: string[] = [];
  const says = (name: string) => (): void => void made.push(name);
  const library = withCublas(
    { name: 'BLAS', file: '', dgemm: says('processor'), setThreads: () => true },
    { dgemm: says('GPU'), sgemm: says('GPU') },
  );

  it.each([
    // Samples times the weights of a layer, in a batch of the paper, and the blocks of its Hessian.
    ['GPU', 480, 512, 512],
    ['GPU', 960, 512, 512],
    ['processor', 30, 512, 512],
    ['processor', 512, 512, 4],
    // A few vectors of all parameters: large, but copied for two operations a number.
    ['processor', 3, 3, 1_300_000],
    ['processor', 64, 64, 64],
  ])('gives to the %s a product of [%i, %i] and %i inner', (who, m, n, k) => {
    made.length = 0;
    library.dgemm(false, false, m, n, k, 1, ONE, k, ONE, n, 0, ONE);
    expect(made).toEqual([who]);
  });

  it('leaves a library without float32 routines as it is', () => {
    expect(library.single).toBeUndefined();
  });
});
