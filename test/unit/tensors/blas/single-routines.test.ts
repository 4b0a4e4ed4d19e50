import { describe, expect, it } from 'vitest';
import type { LibraryHandle } from 'koffi';
import { singleRoutines } from '../../../../src/tensors/blas/single-routines.ts';

type Routine = (...args: never[]) => unknown;

/** A library in JavaScript: row-major products by loops. */
function library(changes: Record<string, Routine | undefined> = {}): LibraryHandle {
  const routines: Record<string, Routine | undefined> = {
    cblas_sgemm: (
      _order: number,
      opA: number,
      opB: number,
      m: number,
      n: number,
      k: number,
      alpha: number,
      a: Float32Array,
      lda: number,
      b: Float32Array,
      ldb: number,
      beta: number,
      c: Float32Array,
    ) => {
      for (let i = 0; i < m; i++)
        for (let j = 0; j < n; j++) {
          let sum = 0;
          for (let p = 0; p < k; p++)
            sum += a[opA === 112 ? p * lda + i : i * lda + p]! * b[opB === 112 ? j * ldb + p : p * ldb + j]!;
          c[i * n + j] = alpha * sum + beta * c[i * n + j]!;
        }
    },
    cblas_saxpy: (n: number, alpha: number, x: Float32Array, _ix: number, y: Float32Array) => {
      for (let i = 0; i < n; i++) y[i]! += alpha * x[i]!;
    },
    cblas_sscal: (n: number, alpha: number, x: Float32Array) => {
      for (let i = 0; i < n; i++) x[i]! *= alpha;
    },
    cblas_dsdot: (n: number, x: Float32Array, _ix: number, y: Float32Array) =>
      x.slice(0, n).reduce((sum, value, i) => sum + value * y[i]!, 0),
    ...changes,
  };
  return {
    func(declaration: string) {
      const name = /\bcblas_\w+/.exec(declaration)![0];
      const routine = routines[name];
      if (routine === undefined) throw new Error(`Cannot find function '${name}' in shared library`);
      return routine;
    },
  } as unknown as LibraryHandle;
}

describe('singleRoutines', () => {
  it('takes the routines of a library that multiplies and adds correctly', () => {
    const routines = singleRoutines(library());
    expect(routines!.dsdot(Float32Array.of(1, 2), Float32Array.of(3, 4))).toBe(11);
  });

  it.each(['cblas_sgemm', 'cblas_saxpy', 'cblas_sscal', 'cblas_dsdot'])(
    'does without when %s is missing',
    (name) => {
      expect(singleRoutines(library({ [name]: undefined }))).toBeUndefined();
    },
  );

  it.each(['cblas_sgemm', 'cblas_saxpy', 'cblas_sscal', 'cblas_dsdot'])(
    'does without when %s is wrong',
    (name) => {
      expect(singleRoutines(library({ [name]: () => 0 }))).toBeUndefined();
    },
  );
});
