import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadLibrary } from '../../../../src/tensors/blas/library.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const compiler = spawnSync('cc', ['--version']).status === 0;

/** A BLAS of our own making, right or wrong as the test needs it. */
function compile(source: string): string {
  const folder = temporaryFolder();
  const file = join(folder, 'libtestblas.so');
  writeFileSync(join(folder, 'blas.c'), source);
  const { status, stderr } = spawnSync('cc', ['-shared', '-fPIC', '-o', file, join(folder, 'blas.c')], {
    encoding: 'utf8',
  });
  expect(stderr + String(status)).toBe('0');
  return file;
}

const gemm = (integer: string, body = 'alpha * s + beta * c[i * ldc + j]') => `
#include <stdint.h>
void cblas_dgemm(int order, int ta, int tb, ${integer} m, ${integer} n, ${integer} k, double alpha, const double *a,
                 ${integer} lda, const double *b, ${integer} ldb, double beta, double *c, ${integer} ldc) {
  for (${integer} i = 0; i < m; i++) for (${integer} j = 0; j < n; j++) {
    double s = 0;
    for (${integer} q = 0; q < k; q++)
      s += (ta == 112 ? a[q * lda + i] : a[i * lda + q]) * (tb == 112 ? b[j * ldb + q] : b[q * ldb + j]);
    c[i * ldc + j] = ${body};
  }
}`;
const ddot = (integer: string) => `
double cblas_ddot(${integer} n, const double *x, ${integer} dx, const double *y, ${integer} dy) {
  double s = 0;
  for (${integer} i = 0; i < n; i++) s += x[i * dx] * y[i * dy];
  return s;
}`;

describe('loadLibrary', () => {
  it('says that a file cannot be loaded', () => {
    expect(() => loadLibrary('/nonexistent/libopenblas.so', 'OpenBLAS')).toThrow(
      /^\/nonexistent\/libopenblas\.so: Failed to load shared library/,
    );
  });

  it.runIf(compiler)('takes a library that multiplies right, and multiplies with it', () => {
    const library = loadLibrary(compile(gemm('int') + ddot('int')), 'BLAS');
    const c = new Float64Array(4);
    library.dgemm(false, false, 2, 2, 1, 1, Float64Array.of(1, 2), 1, Float64Array.of(3, 4), 2, 0, c);
    expect([...c]).toEqual([3, 4, 6, 8]);
    expect(library.setThreads(1)).toBe(false);
  });

  it.runIf(compiler)('sets the number of threads where the library can', () => {
    const threads =
      'static int n; void openblas_set_num_threads(int t) { n = t; } int threads(void) { return n; }';
    expect(loadLibrary(compile(gemm('int') + ddot('int') + threads), 'BLAS').setThreads(2)).toBe(true);
  });

  it.runIf(compiler)('refuses a library with 64-bit sizes before calling its products', () => {
    const file = compile(gemm('int64_t') + ddot('int64_t'));
    expect(() => loadLibrary(file, 'BLAS')).toThrow(
      new Error(`${file}: has 64-bit sizes (ILP64); a library with 32-bit sizes (LP64) is needed`),
    );
  });

  it.runIf(compiler)('refuses a library without products', () => {
    const file = compile(ddot('int'));
    expect(() => loadLibrary(file, 'BLAS')).toThrow(new Error(`${file}: has no cblas_dgemm`));
  });

  it.runIf(compiler)('refuses a library without the function that tells the two apart', () => {
    const file = compile(gemm('int'));
    expect(() => loadLibrary(file, 'BLAS')).toThrow(
      new Error(`${file}: has no cblas_ddot, so it cannot be checked`),
    );
  });

  it.runIf(compiler)('refuses a library that gives wrong products, and says which', () => {
    const file = compile(gemm('int', 'alpha * s') + ddot('int'));
    expect(() => loadLibrary(file, 'BLAS')).toThrow(
      new Error(
        `${file}: cblas_dgemm is wrong (transposeA=false, transposeB=false, beta=1): expected 36 at element 0, received 40`,
      ),
    );
  });
});
