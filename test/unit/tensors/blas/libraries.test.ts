import { describe, expect, it } from 'vitest';
import { candidates, nameOfLibrary } from '../../../../src/tensors/blas/libraries.ts';

describe('candidates', () => {
  it.each(['linux', 'darwin', 'win32'])('tries OpenBLAS first on %s', (platform) => {
    expect(candidates(platform)[0]!.name).toBe('OpenBLAS');
    for (const { files } of candidates(platform)) expect(files.length).toBeGreaterThan(0);
  });

  it('knows the libraries that each platform may have', () => {
    expect(candidates('linux').map(({ name }) => name)).toEqual(['OpenBLAS', 'MKL', 'BLIS']);
    expect(candidates('darwin').map(({ name }) => name)).toEqual(['OpenBLAS', 'MKL', 'BLIS', 'Accelerate']);
    expect(candidates('aix')).toEqual([]);
  });
});

describe('nameOfLibrary', () => {
  it.each([
    ['/usr/lib/libopenblas.so.0', 'OpenBLAS'],
    ['/opt/intel/libmkl_rt.so.2', 'MKL'],
    ['libblis.so.4', 'BLIS'],
    ['/System/Library/Frameworks/Accelerate.framework/Accelerate', 'Accelerate'],
    ['/usr/lib/libcblas.so', 'BLAS'],
  ])('reads from %s that it is %s', (file, name) => {
    expect(nameOfLibrary(file)).toBe(name);
  });
});
