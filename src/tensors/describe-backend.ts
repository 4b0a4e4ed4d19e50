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
  if (backend.name === 'ONNX Runtime') {
    lines.push(
      'no BLAS library was loaded; OpenBLAS (Debian: apt-get install libopenblas0-pthread) saves the time of about 20 µs ' +
        'that each product costs here, which counts for narrow networks',
    );
  }
  return lines;
}
