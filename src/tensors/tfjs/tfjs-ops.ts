import type * as TensorFlowCore from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { elementwise } from '../elementwise.ts';
import type { Matrix } from '../matrix.ts';
import type { Backend, GemmOptions, Ops } from '../ops.ts';
import { productShape } from '../shapes.ts';

/** The functions of TensorFlow.js, from whichever of its packages is installed. */
export type TensorFlow = typeof TensorFlowCore;

/**
 * Operations in float32 by TensorFlow.js.
 *
 * Products and activations are its own kernels; matrices stay in JavaScript memory and are moved for every operation. Sums over
 * parameter space (`axpy`, `scale`, `dot`) stay in float64, so that small steps are not lost beside large parameters.
 *
 * @param tf TensorFlow.js with its backend set
 * @param backend how it is described to the user
 * @returns operations whose matrix results are rounded to float32
 */
export function tfjsOps(tf: TensorFlow, backend: Backend): Ops {
  const upload = ({ rows, columns, data }: Matrix): Tensor2D =>
    tf.tensor2d(new Float32Array(data), [rows, columns]);
  /** σ' = min(1, 1 + x). */
  const slope = (x: Tensor): Tensor => tf.minimum(tf.add(x, 1), 1);
  /** Computes at once and overwrites `target`. */
  const assign = (target: Matrix, compute: () => Tensor): void => {
    target.data.set(tf.tidy(() => compute().dataSync()));
  };

  return {
    ...elementwise,
    backend,

    async gemm(a: Matrix, b: Matrix, c: Matrix, options: GemmOptions = {}): Promise<void> {
      productShape(a, b, c, options);
      const { transposeA = false, transposeB = false, alpha = 1, beta = 0 } = options;
      const result = tf.tidy(() => {
        const product = tf.matMul(upload(a), upload(b), transposeA, transposeB);
        const scaled = alpha === 1 ? product : tf.mul(product, alpha);
        return beta === 1 ? tf.add(scaled, upload(c)) : scaled;
      });
      c.data.set(await result.data());
      result.dispose();
    },

    columnSums(source: Matrix, target: Float64Array): void {
      assign({ rows: 1, columns: target.length, data: target }, () => tf.sum(upload(source), 0));
    },

    elu(x: Matrix): void {
      assign(x, () => tf.elu(upload(x)));
    },

    eluTangent(x: Matrix, rx: Matrix): void {
      assign(rx, () => tf.mul(upload(rx), slope(upload(x))));
    },

    eluBackward(x: Matrix, u: Matrix, delta: Matrix): void {
      assign(delta, () => tf.mul(upload(u), slope(upload(x))));
    },

    eluTangentBackward(x: Matrix, u: Matrix, rx: Matrix, rdelta: Matrix): void {
      assign(rdelta, () => {
        const value = upload(x);
        const curved = tf.cast(tf.lessEqual(value, 0), 'float32');
        const bend = tf.mul(tf.mul(upload(u), upload(rx)), curved);
        return tf.add(tf.mul(upload(rdelta), slope(value)), bend);
      });
    },
  };
}
