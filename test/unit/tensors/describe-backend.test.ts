import { describe, expect, it } from 'vitest';
import { describeBackend } from '../../../src/tensors/describe-backend.ts';

const blas = {
  name: 'OpenBLAS',
  library: 'libopenblas.so.0',
  precision: 'float64',
  threads: 1,
  refused: [],
} as const;

describe('describeBackend', () => {
  it('names library, precision and threads', () => {
    expect(describeBackend(blas)).toEqual(['OpenBLAS (libopenblas.so.0), float64, 1 thread']);
  });

  it('says which libraries were found and not used, and why', () => {
    expect(describeBackend({ ...blas, threads: 2, refused: ['libmkl_rt.so.2: has 64-bit sizes'] })).toEqual([
      'OpenBLAS (libopenblas.so.0), float64, 2 threads',
      'not used: libmkl_rt.so.2: has 64-bit sizes',
    ]);
  });

  it('says what installing OpenBLAS would gain', () => {
    const [, advice] = describeBackend({ ...blas, name: 'WebAssembly', library: 'V8 13.6' });
    expect(advice).toBe(
      'no BLAS library was loaded; OpenBLAS (Debian: apt-get install libopenblas0-pthread) takes about half the time ' +
        'for the same products',
    );
  });
});
