import { describe, expect, it } from 'vitest';
import type { LibraryHandle } from 'koffi';
import { doubleGemv, singleGemv } from '../../../../src/tensors/blas/gemv.ts';

type Cblas = (
  order: number,
  op: number,
  rows: number,
  columns: number,
  alpha: number,
  a: Float64Array,
  lda: number,
  x: Float64Array,
  strideOfX: number,
  beta: number,
  y: Float64Array,
  strideOfY: number,
) => void;

const loops: Cblas = (_order, op, rows, columns, alpha, a, lda, x, _strideOfX, beta, y, strideOfY) => {
  const [count, inner] = op === 112 ? [columns, rows] : [rows, columns];
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += a[op === 112 ? k * lda + i : i * lda + k]! * x[k]!;
    y[i * strideOfY] = alpha * sum + beta * y[i * strideOfY]!;
  }
};

function library(gemv: Cblas | undefined): LibraryHandle {
  return {
    func() {
      if (gemv === undefined) throw new Error('Cannot find function in shared library');
      return gemv;
    },
  } as unknown as LibraryHandle;
}

describe.each([
  ['doubleGemv', doubleGemv],
  ['singleGemv', singleGemv],
])('%s', (_name, find) => {
  it('takes a routine that multiplies correctly', () => {
    expect(find(library(loops))).toBeDefined();
  });

  it('does without one that is missing', () => {
    expect(find(library(undefined))).toBeUndefined();
  });

  it('does without one that takes rows for columns, or knows no strides', () => {
    const transposed: Cblas = (order, op, ...rest) => {
      loops(order, op === 112 ? 111 : 112, ...rest);
    };
    expect(find(library(transposed))).toBeUndefined();
    const dense: Cblas = (...words) => {
      words[11] = 1;
      loops(...words);
    };
    expect(find(library(dense))).toBeUndefined();
  });
});
