import { matrix } from '../matrix.ts';
import type { Matrix, Numbers } from '../matrix.ts';

/** c ← alpha · op(a) · op(b) + beta · c for contiguous row-major operands, as `cblas_dgemm` and `cblas_sgemm`. */
export type BlasGemm<Data extends Numbers> = (
  transposeA: boolean,
  transposeB: boolean,
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: Data,
  columnsOfA: number,
  b: Data,
  columnsOfB: number,
  beta: number,
  c: Data,
) => void;

export type Dgemm = BlasGemm<Float64Array>;

/**
 * Multiplies small matrices in every combination of transposes and accumulation.
 * @param dgemm the routine to test
 * @returns what went wrong; undefined where all is right
 */
export function faultOf(dgemm: Dgemm): string | undefined {
  const [m, n, k] = [3, 5, 4];
  for (const [transposeA, transposeB, beta] of [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => [
    bits & 1,
    bits & 2,
    bits >> 2,
  ])) {
    const a = ramp(transposeA ? k : m, transposeA ? m : k, 1);
    const b = ramp(transposeB ? n : k, transposeB ? k : n, 7);
    const c = ramp(m, n, 3);
    const expected = Float64Array.from(c.data, (value, index) => {
      const [row, column] = [Math.floor(index / n), index % n];
      let sum = 0;
      for (let inner = 0; inner < k; inner++) {
        sum +=
          (transposeA ? at(a, inner, row) : at(a, row, inner)) *
          (transposeB ? at(b, column, inner) : at(b, inner, column));
      }
      return 2 * sum + beta! * value;
    });
    dgemm(
      transposeA === 1,
      transposeB === 2,
      m,
      n,
      k,
      2,
      a.data,
      a.columns,
      b.data,
      b.columns,
      beta!,
      c.data,
    );
    const wrong = expected.findIndex((value, index) => value !== c.data[index]);
    if (wrong >= 0) {
      const call = `transposeA=${transposeA === 1}, transposeB=${transposeB === 2}, beta=${beta!}`;
      return `(${call}): expected ${expected[wrong]!} at element ${wrong}, received ${c.data[wrong]!}`;
    }
  }
  return undefined;
}

/** Small integers, so that every product is exact in any order of summation. */
function ramp(rows: number, columns: number, step: number): Matrix {
  return matrix(
    Float64Array.from({ length: rows * columns }, (_, index) => ((index * step) % 11) - 4),
    rows,
    columns,
  );
}

function at(source: Matrix, row: number, column: number): number {
  return source.data[row * source.columns + column]!;
}
