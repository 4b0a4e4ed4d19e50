import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

/** Whether there is what compiles it. */
export const hasCompiler = spawnSync('cc', ['--version']).status === 0;

/**
 * Compiles the driver and cuBLAS without a GPU, so that all but NVIDIA's own libraries is tried.
 * @param options of the compiler: `-DNO_DEVICE`, `-DSIGN=-` for wrong products
 * @returns the library, both in one
 */
export function cublasStandIn(options: readonly string[] = []): string {
  const file = join(temporaryFolder(), 'libcublas-stand-in.so');
  const source = join(import.meta.dirname, 'cublas-stand-in.c');
  const { status, stderr } = spawnSync(
    'cc',
    ['-O1', '-shared', '-fPIC', '-w', ...options, '-o', file, source],
    { encoding: 'utf8' },
  );
  expect(stderr + String(status)).toBe('0');
  return file;
}
