import { afterEach, describe, expect, it, vi } from 'vitest';
import { openBlas } from '../../../src/tensors/open-blas.ts';

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
    expect(['OpenBLAS', 'MKL', 'BLIS', 'Accelerate', 'WebAssembly']).toContain(backend.name);
    expect(backend.precision).toBe('float64');
  });
});
