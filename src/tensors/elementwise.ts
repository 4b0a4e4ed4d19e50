import { eluSlope } from './elu-slope.ts';
import type { Matrix } from './matrix.ts';
import type { Ops } from './ops.ts';

/** Plain fused loops in float64, shared by the backends that keep their numbers in JavaScript. */
export const elementwise: Omit<Ops, 'backend' | 'gemm' | 'single'> = {
  allocate(count: number): Float64Array {
    return new Float64Array(count);
  },

  fillRows(target: Matrix, row: Float64Array): void {
    const { rows, columns, data } = target;
    for (let r = 0; r < rows; r++) data.set(row, r * columns);
  },

  columnSums(source: Matrix, target: Float64Array): void {
    const { rows, columns, data } = source;
    target.fill(0);
    for (let r = 0; r < rows; r++) {
      const start = r * columns;
      for (let j = 0; j < columns; j++) target[j]! += data[start + j]!;
    }
  },

  elu(x: Matrix): void {
    const { data } = x;
    for (let i = 0; i < data.length; i++) {
      const s = data[i]!;
      // Written so that NaN stays NaN.
      if (!(s > 0)) data[i] = Math.expm1(s);
    }
  },

  eluTangent(x: Matrix, rx: Matrix): void {
    const value = x.data;
    const tangent = rx.data;
    for (let i = 0; i < tangent.length; i++) tangent[i]! *= eluSlope(value[i]!);
  },

  eluBackward(x: Matrix, u: Matrix, delta: Matrix): void {
    const value = x.data;
    const incoming = u.data;
    const result = delta.data;
    for (let i = 0; i < result.length; i++) result[i] = incoming[i]! * eluSlope(value[i]!);
  },

  eluTangentBackward(x: Matrix, u: Matrix, rx: Matrix, rdelta: Matrix): void {
    const value = x.data;
    const incoming = u.data;
    const tangent = rx.data;
    const result = rdelta.data;
    for (let i = 0; i < result.length; i++) {
      const v = value[i]!;
      result[i] = result[i]! * eluSlope(v) + incoming[i]! * tangent[i]! * Number(!(v > 0));
    }
  },

  axpy(alpha: number, x: Float64Array, y: Float64Array): void {
    for (let i = 0; i < y.length; i++) y[i]! += alpha * x[i]!;
  },

  scale(alpha: number, x: Float64Array): void {
    for (let i = 0; i < x.length; i++) x[i]! *= alpha;
  },

  dot(x: Float64Array, y: Float64Array): Promise<number> {
    // Four sums: a single one would wait for each addition to finish.
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    const end = x.length - (x.length % 4);
    for (let i = 0; i < end; i += 4) {
      a += x[i]! * y[i]!;
      b += x[i + 1]! * y[i + 1]!;
      c += x[i + 2]! * y[i + 2]!;
      d += x[i + 3]! * y[i + 3]!;
    }
    for (let i = end; i < x.length; i++) a += x[i]! * y[i]!;
    return Promise.resolve(a + b + (c + d));
  },
};
