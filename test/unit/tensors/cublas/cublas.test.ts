import { afterEach, describe, expect, it, vi } from 'vitest';
import { blasOps } from '../../../../src/tensors/blas/blas-ops.ts';
import { loadCublas } from '../../../../src/tensors/cublas/cublas.ts';
import { openBlas } from '../../../../src/tensors/open-blas.ts';
import { cublasStandIn, hasCompiler } from '../../../cublas-stand-in.ts';
import { expectDefinition } from '../gemm-cases.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe.runIf(hasCompiler)('loadCublas with a stand-in for the GPU', () => {
  it('multiplies as the definition does, in every combination of transposes and accumulation', async () => {
    const file = cublasStandIn();
    const { dgemm, sgemm } = loadCublas(file, file);
    const ops = blasOps(
      { name: 'cuBLAS', file, dgemm, setThreads: () => false },
      { name: 'cuBLAS', library: file, precision: 'float64', threads: 1, refused: [] },
    );
    await expectDefinition(ops, 5, 7, 3);
    await expectDefinition(ops, 1, 9, 4);
    const c = Float32Array.of(1, 1, 1, 1);
    sgemm(false, true, 2, 2, 1, 2, Float32Array.of(1, 2), 1, Float32Array.of(3, 4), 1, 1, c);
    expect([...c]).toEqual([7, 9, 13, 17]);
  });

  it('says which call failed where there is no device', () => {
    const file = cublasStandIn(['-DNO_DEVICE']);
    expect(() => loadCublas(file, file)).toThrow(
      'cuDeviceGet failed with status 100 of the CUDA driver (its CUresult)',
    );
  });

  it('refuses a library that multiplies wrong', () => {
    const file = cublasStandIn(['-DSIGN=-']);
    expect(() => loadCublas(file, file)).toThrow(/cublasDgemm is wrong \(transposeA=false/);
  });
});

describe('EOS_CUBLAS_LIBRARY', () => {
  it('says what to do where there is no BLAS beside it', async () => {
    vi.stubEnv('EOS_CUBLAS_LIBRARY', '/nonexistent/libcublas.so');
    vi.stubEnv('EOS_BLAS_LIBRARY', 'none');
    await expect(openBlas()).rejects.toThrow(
      'EOS_CUBLAS_LIBRARY=/nonexistent/libcublas.so cannot be used. Small products stay on the processor, and no BLAS library for them was loaded',
    );
  });
});
