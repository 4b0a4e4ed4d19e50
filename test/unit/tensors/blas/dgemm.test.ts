import { describe, expect, it } from 'vitest';
import { faultOf, type Dgemm } from '../../../../src/tensors/blas/dgemm.ts';

/** Products by the definition; what is asked for comes through `change`. */
function byDefinition(change: (call: { transposeB: boolean; beta: number }) => void): Dgemm {
  return (transposeA, transposeB, m, n, k, alpha, a, columnsOfA, b, columnsOfB, beta, c) => {
    const call = { transposeB, beta };
    change(call);
    for (let row = 0; row < m; row++)
      for (let column = 0; column < n; column++) {
        let sum = 0;
        for (let step = 0; step < k; step++)
          sum +=
            a[transposeA ? step * columnsOfA + row : row * columnsOfA + step]! *
            b[call.transposeB ? column * columnsOfB + step : step * columnsOfB + column]!;
        c[row * n + column] = alpha * sum + call.beta * c[row * n + column]!;
      }
  };
}

describe('faultOf', () => {
  it('finds none in products by the definition', () => {
    expect(faultOf(byDefinition(() => undefined))).toBeUndefined();
  });

  it('finds a result that is not added to, and a transpose that is not taken', () => {
    expect(faultOf(byDefinition((call) => (call.beta = 0)))).toMatch(
      /^\(transposeA=false, transposeB=false, beta=1\): expected .* at element 0, received/,
    );
    expect(faultOf(byDefinition((call) => (call.transposeB = false)))).toMatch(/transposeB=true/);
  });
});
