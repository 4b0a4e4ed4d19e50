import { afterEach, describe, expect, it, vi } from 'vitest';
import { openBlas } from '../../../src/tensors/open-blas.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('openBlas', () => {
  it('uses ONNX Runtime where EOS_BLAS_LIBRARY is none', async () => {
    vi.stubEnv('EOS_BLAS_LIBRARY', 'none');
    expect((await openBlas()).backend).toMatchObject({
      name: 'ONNX Runtime',
      precision: 'float64',
      refused: [],
    });
  });

  it('lets the caller override the environment', async () => {
    vi.stubEnv('EOS_BLAS_LIBRARY', '/nonexistent/libopenblas.so');
    expect((await openBlas({ library: 'none', threads: 2 })).backend).toMatchObject({
      name: 'ONNX Runtime',
      threads: 2,
    });
  });

  it('names the library that was asked for and cannot be used, and what to do', async () => {
    await expect(openBlas({ library: '/nonexistent/libopenblas.so' })).rejects.toThrow(
      'EOS_BLAS_LIBRARY=/nonexistent/libopenblas.so cannot be used. /nonexistent/libopenblas.so: Failed to load shared library: ' +
        'cannot open shared object file: No such file or directory. ' +
        'Name another library, unset the variable to search for one, or set it to "none" to use ONNX Runtime.',
    );
  });

  it('takes the number of threads from EOS_THREADS, one by default', async () => {
    vi.stubEnv('EOS_BLAS_LIBRARY', 'none');
    vi.stubEnv('EOS_THREADS', undefined);
    expect((await openBlas()).backend.threads).toBe(1);
    vi.stubEnv('EOS_THREADS', '3');
    expect((await openBlas()).backend.threads).toBe(3);
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
    expect(['OpenBLAS', 'MKL', 'BLIS', 'Accelerate', 'ONNX Runtime']).toContain(backend.name);
    expect(backend.precision).toBe('float64');
  });
});
