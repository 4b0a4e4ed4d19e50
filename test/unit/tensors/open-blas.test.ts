import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadRuntime } from '../../../src/tensors/onnx/load-runtime.ts';
import { openBlas } from '../../../src/tensors/open-blas.ts';

const runtime = await loadRuntime();

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('openBlas', () => {
  it('uses WebAssembly, which needs nothing, where EOS_BLAS_LIBRARY is none', async () => {
    vi.stubEnv('EOS_BLAS_LIBRARY', 'none');
    expect((await openBlas()).backend).toMatchObject({
      name: 'WebAssembly',
      precision: 'float64',
      refused: [],
    });
  });

  it('lets the caller override the environment', async () => {
    vi.stubEnv('EOS_BLAS_LIBRARY', '/nonexistent/libopenblas.so');
    expect((await openBlas({ library: 'none', threads: 2 })).backend).toMatchObject({
      name: 'WebAssembly',
      threads: 1,
      refused: ['EOS_THREADS=2, since products in WebAssembly take one thread'],
    });
  });

  it('names the library that was asked for and cannot be used, and what to do', async () => {
    await expect(openBlas({ library: '/nonexistent/libopenblas.so' })).rejects.toThrow(
      'EOS_BLAS_LIBRARY=/nonexistent/libopenblas.so cannot be used. /nonexistent/libopenblas.so: Failed to load shared library: ' +
        'cannot open shared object file: No such file or directory. ' +
        'Name another library, unset the variable to search for one, or set it to "none" to use WebAssembly.',
    );
  });

  it.runIf(runtime === undefined)('names the package that was asked for and is not installed', async () => {
    await expect(openBlas({ library: 'onnxruntime-node' })).rejects.toThrow(
      'EOS_BLAS_LIBRARY=onnxruntime-node cannot be used. The package is not installed: ' +
        '"npm install onnxruntime-node --ignore-scripts" installs it.',
    );
  });

  it.runIf(runtime)('uses ONNX Runtime where EOS_BLAS_LIBRARY names the package', async () => {
    vi.stubEnv('EOS_BLAS_LIBRARY', 'onnxruntime-node');
    const { backend } = await openBlas({ threads: 2 });
    expect(backend).toMatchObject({ name: 'ONNX Runtime', library: 'onnxruntime-node', threads: 2 });
  });

  it('takes the number of threads from EOS_THREADS, one by default', async () => {
    vi.stubEnv('EOS_BLAS_LIBRARY', undefined);
    vi.stubEnv('EOS_THREADS', undefined);
    expect((await openBlas()).backend.threads).toBe(1);
    vi.stubEnv('EOS_THREADS', '3');
    const { threads, refused } = (await openBlas()).backend;
    expect(threads === 3 || refused.some((reason) => reason.startsWith('EOS_THREADS=3'))).toBe(true);
  });

  it.each(['0', 'two', '1.5'])('refuses EOS_THREADS=%s', async (text) => {
    vi.stubEnv('EOS_THREADS', text);
    await expect(openBlas()).rejects.toThrow(
      new RangeError(`EOS_THREADS: expected a whole number ≥ 1, received "${text}"`),
    );
  });

  it('opens what is installed where nothing is asked for', async () => {
    vi.stubEnv('EOS_BLAS_LIBRARY', undefined);
    const { backend } = await openBlas();
    expect(['OpenBLAS', 'MKL', 'BLIS', 'Accelerate', 'ONNX Runtime', 'WebAssembly']).toContain(backend.name);
    expect(backend.precision).toBe('float64');
  });
});
