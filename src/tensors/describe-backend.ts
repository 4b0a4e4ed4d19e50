import type { Backend } from './ops.ts';

/**
 * Describes a backend in a line, and what would make it faster.
 * @param backend of open operations
 * @returns lines for `doctor` and logs: what is in use, which libraries were refused, what installing OpenBLAS would gain
 */
export function describeBackend(backend: Backend): string[] {
  const threads = `${backend.threads} thread${backend.threads === 1 ? '' : 's'}`;
  const lines = [`${backend.name} (${backend.library}), ${backend.precision}, ${threads}`];
  for (const reason of backend.refused) lines.push(`not used: ${reason}`);
  if (backend.name === 'WebAssembly') {
    lines.push(
      'no BLAS library was loaded; OpenBLAS (Debian: apt-get install libopenblas0-pthread) takes about half the time ' +
        'for the same products',
    );
  }
  return lines;
}
