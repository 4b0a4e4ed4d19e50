import type { Ops } from '../ops.ts';

/** Sums over parameter space on float32 memory, for backends without routines of their own; `dot` adds up in float64. */
export const singleSums: Pick<Ops<Float32Array>, 'axpy' | 'scale' | 'dot'> = {
  axpy(alpha: number, x: Float32Array, y: Float32Array): void {
    for (let i = 0; i < y.length; i++) y[i]! += alpha * x[i]!;
  },

  scale(alpha: number, x: Float32Array): void {
    for (let i = 0; i < x.length; i++) x[i]! *= alpha;
  },

  dot(x: Float32Array, y: Float32Array): Promise<number> {
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
