import { eluSlope } from './elu-slope.ts';
import type { Matrix } from './matrix.ts';
import type { Ops } from './ops.ts';

/**
 * The fused loops of `elementwise` on float32 memory.
 *
 * Sums over parameter space come from the BLAS. Written out again on purpose: loops that see arrays of both kinds are compiled for both, and then take twice as long for either.
 */
export const singleElementwise: Omit<
  Ops<Float32Array>,
  'backend' | 'gemm' | 'single' | 'axpy' | 'scale' | 'dot'
> = {
  allocate(count: number): Float32Array {
    return new Float32Array(count);
  },

  fillRows(target: Matrix<Float32Array>, row: Float32Array): void {
    const { rows, columns, data } = target;
    for (let r = 0; r < rows; r++) data.set(row, r * columns);
  },

  columnSums(source: Matrix<Float32Array>, target: Float32Array): void {
    const { rows, columns, data } = source;
    target.fill(0);
    // Four rows at a time: fewer roundings to float32, which take longer than the sums.
    const inFours = rows - (rows % 4);
    for (let r = 0; r < inFours; r += 4) {
      const first = r * columns;
      const second = first + columns;
      const third = second + columns;
      const fourth = third + columns;
      for (let j = 0; j < columns; j++)
        target[j]! += data[first + j]! + data[second + j]! + data[third + j]! + data[fourth + j]!;
    }
    for (let r = inFours; r < rows; r++) {
      const start = r * columns;
      for (let j = 0; j < columns; j++) target[j]! += data[start + j]!;
    }
  },

  elu(x: Matrix<Float32Array>): void {
    const { data } = x;
    for (let i = 0; i < data.length; i++) {
      const s = data[i]!;
      if (!(s > 0)) data[i] = Math.expm1(s);
    }
  },

  eluTangent(x: Matrix<Float32Array>, rx: Matrix<Float32Array>): void {
    const value = x.data;
    const tangent = rx.data;
    for (let i = 0; i < tangent.length; i++) tangent[i]! *= eluSlope(value[i]!);
  },

  eluBackward(x: Matrix<Float32Array>, u: Matrix<Float32Array>, delta: Matrix<Float32Array>): void {
    const value = x.data;
    const incoming = u.data;
    const result = delta.data;
    for (let i = 0; i < result.length; i++) result[i] = incoming[i]! * eluSlope(value[i]!);
  },

  eluTangentBackward(
    x: Matrix<Float32Array>,
    u: Matrix<Float32Array>,
    rx: Matrix<Float32Array>,
    rdelta: Matrix<Float32Array>,
  ): void {
    const value = x.data;
    const incoming = u.data;
    const tangent = rx.data;
    const result = rdelta.data;
    for (let i = 0; i < result.length; i++) {
      const v = value[i]!;
      result[i] = result[i]! * eluSlope(v) + incoming[i]! * tangent[i]! * Number(!(v > 0));
    }
  },
};
