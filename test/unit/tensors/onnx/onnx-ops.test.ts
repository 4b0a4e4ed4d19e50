import { describe, expect, it } from 'vitest';
import { zeros } from '../../../../src/tensors/matrix.ts';
import { loadRuntime } from '../../../../src/tensors/onnx/load-runtime.ts';
import { onnxOps } from '../../../../src/tensors/onnx/onnx-ops.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';
import { expectDefinition, gaussian } from '../gemm-cases.ts';

const backend = {
  name: 'ONNX Runtime',
  library: 'onnxruntime-node',
  precision: 'float64',
  threads: 1,
  refused: [],
} as const;

const runtime = await loadRuntime();

describe.runIf(runtime)('onnxOps (only where onnxruntime-node is installed)', () => {
  it('multiplies as the definition does', async () => {
    const ops = onnxOps(runtime!, backend);
    await expectDefinition(ops, 17, 23, 31);
    await expectDefinition(ops, 1, 5, 3);
    await expectDefinition(ops, 2, 20_000, 3);
  });

  it('agrees with the BLAS of this machine at the sizes of the paper', async () => {
    const [fallback, blas] = [onnxOps(runtime!, backend), await openBlas()];
    const [a, b] = [gaussian(60, 512), gaussian(512, 512)];
    const [c, d] = [zeros(60, 512), zeros(60, 512)];
    await fallback.gemm(a, b, c);
    await blas.gemm(a, b, d);
    const worst = Math.max(...c.data.map((value, index) => Math.abs(value - d.data[index]!)));
    expect(worst).toBeLessThan(1e-11);
  });

  it('refuses a factor that the model would round', async () => {
    await expect(
      onnxOps(runtime!, backend).gemm(gaussian(40, 40), gaussian(40, 40), zeros(40, 40), { alpha: 0.1 }),
    ).rejects.toThrow(new RangeError('gemm: alpha 0.1 is not a float32 number; scale an operand instead'));
  });
});
