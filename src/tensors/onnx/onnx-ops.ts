import type { InferenceSession, Tensor } from 'onnxruntime-common';
import { elementwise } from '../elementwise.ts';
import type { Matrix } from '../matrix.ts';
import type { Backend, GemmOptions, Ops } from '../ops.ts';
import { productShape } from '../shapes.ts';
import { combineRows, prefersLoops } from './combine-rows.ts';
import { keepFreedMemory } from './keep-freed-memory.ts';
import { gemmModel } from './gemm-model.ts';
import type { OnnxRuntime } from './load-runtime.ts';

/**
 * Operations in float64 on the CPU with ONNX Runtime's double `Gemm`.
 *
 * Each combination of transposes, factor and accumulation is one session, made when it is first needed. Operands and
 * result are passed as views: ONNX Runtime reads and writes the same memory.
 *
 * @param runtime the loaded package
 * @param backend how it is described to the user; its `threads` are used
 * @returns operations on `Float64Array` memory
 */
export function onnxOps(runtime: OnnxRuntime, backend: Backend): Ops {
  keepFreedMemory();
  const sessions = new Map<string, Promise<InferenceSession>>();

  const session = (transposeA: boolean, transposeB: boolean, alpha: number, accumulate: boolean) => {
    const key = `${transposeA} ${transposeB} ${alpha} ${accumulate}`;
    let opened = sessions.get(key);
    if (opened === undefined) {
      // The attribute is float32: other factors would be rounded.
      if (Math.fround(alpha) !== alpha)
        throw new RangeError(`gemm: alpha ${alpha} is not a float32 number; scale an operand instead`);
      opened = runtime.InferenceSession.create(gemmModel({ transposeA, transposeB, alpha, accumulate }), {
        intraOpNumThreads: backend.threads,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        enableCpuMemArena: true,
        extra: { session: { intra_op: { allow_spinning: '0' } } },
      });
      sessions.set(key, opened);
    }
    return opened;
  };

  const tensor = (source: Matrix): Tensor =>
    new runtime.Tensor('float64', source.data, [source.rows, source.columns]);

  return {
    ...elementwise,
    backend,
    async gemm(a: Matrix, b: Matrix, c: Matrix, options: GemmOptions = {}): Promise<void> {
      const { m, n, k } = productShape(a, b, c, options);
      const { transposeA = false, transposeB = false, alpha = 1, beta = 0 } = options;
      if (!transposeA && !transposeB && prefersLoops(m, k, n)) {
        combineRows(a, b, c, alpha, beta);
        return;
      }
      const result = tensor(c);
      const feeds: Record<string, Tensor> = { A: tensor(a), B: tensor(b) };
      // The same memory as input C and output Y: ONNX Runtime copies C onto Y first, here onto itself.
      if (beta === 1) feeds.C = result;
      await (await session(transposeA, transposeB, alpha, beta === 1)).run(feeds, { Y: result });
    },
  };
}
