import { describe, expect, it } from 'vitest';
import { zeros } from '../../../../src/tensors/matrix.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';
import { wasmOps } from '../../../../src/tensors/wasm/wasm-ops.ts';
import { expectDefinition, gaussian } from '../gemm-cases.ts';

const ops = wasmOps({ name: 'WebAssembly', library: 'V8', precision: 'float64', threads: 1, refused: [] });

describe('wasmOps', () => {
  it('multiplies as the definition does', async () => {
    await expectDefinition(ops, 17, 23, 31);
    await expectDefinition(ops, 1, 5, 3);
    await expectDefinition(ops, 2, 20_000, 3);
    await expectDefinition(ops, 4, 4, 2);
  });

  it('agrees with the BLAS of this machine at the sizes of the paper', async () => {
    const blas = await openBlas();
    const [a, b] = [gaussian(60, 512), gaussian(512, 512)];
    const [c, d] = [zeros(60, 512), zeros(60, 512)];
    await ops.gemm(a, b, c);
    await blas.gemm(a, b, d);
    // Values of order √512.
    const worst = Math.max(...c.data.map((value, index) => Math.abs(value - d.data[index]!)));
    expect(worst).toBeLessThan(512 * 1e-15);
  });
});
