/** A BLAS that may be installed: its name, the files to try, and how its threads are set. */
export interface Candidate {
  readonly name: string;
  readonly files: readonly string[];
}

const shared: Record<string, readonly Candidate[]> = {
  linux: [
    {
      name: 'OpenBLAS',
      files: [
        'libopenblas.so.0',
        'libopenblas.so',
        '/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0',
        '/usr/lib/aarch64-linux-gnu/openblas-pthread/libopenblas.so.0',
        '/usr/lib64/libopenblas.so.0',
        '/usr/lib64/libopenblasp.so.0',
      ],
    },
    {
      name: 'MKL',
      files: [
        'libmkl_rt.so.2',
        'libmkl_rt.so.1',
        'libmkl_rt.so',
        '/opt/intel/oneapi/mkl/latest/lib/libmkl_rt.so.2',
      ],
    },
    { name: 'BLIS', files: ['libblis.so.4', 'libblis.so.3', 'libblis-mt.so.4', 'libblis.so'] },
  ],
  darwin: [
    {
      name: 'OpenBLAS',
      files: [
        'libopenblas.dylib',
        '/opt/homebrew/opt/openblas/lib/libopenblas.dylib',
        '/usr/local/opt/openblas/lib/libopenblas.dylib',
        '/opt/local/lib/libopenblas.dylib',
      ],
    },
    { name: 'MKL', files: ['libmkl_rt.2.dylib', '/opt/intel/oneapi/mkl/latest/lib/libmkl_rt.2.dylib'] },
    { name: 'BLIS', files: ['libblis.4.dylib', '/opt/homebrew/opt/blis/lib/libblis.dylib'] },
    { name: 'Accelerate', files: ['/System/Library/Frameworks/Accelerate.framework/Accelerate'] },
  ],
  win32: [
    { name: 'OpenBLAS', files: ['libopenblas.dll', 'openblas.dll'] },
    { name: 'MKL', files: ['mkl_rt.2.dll', 'mkl_rt.1.dll'] },
    { name: 'BLIS', files: ['libblis.4.dll', 'AOCL-LibBlis-Win-MT-dll.dll'] },
  ],
};

/**
 * Lists the BLAS libraries to try on a platform, best known first.
 *
 * @param platform `process.platform`
 * @returns candidates, none for a platform that is not known
 */
export function candidates(platform: string): readonly Candidate[] {
  return shared[platform] ?? [];
}

/**
 * Guesses from its file name which BLAS a file holds.
 *
 * @param file path or name of a shared library
 * @returns the library's usual name, `BLAS` when the file name tells nothing
 */
export function nameOfLibrary(file: string): string {
  const name = file.toLowerCase();
  if (name.includes('openblas')) return 'OpenBLAS';
  if (name.includes('mkl')) return 'MKL';
  if (name.includes('blis')) return 'BLIS';
  if (name.includes('accelerate')) return 'Accelerate';
  return 'BLAS';
}
