import { basename } from 'node:path';
import type { Backend } from './ops.ts';

/** A backend in a line for provenance, which is published: the library by its name, without the folder it lies in. */
export function backendName(backend: Backend): string {
  return backendLine(backend, basename(backend.library));
}

/**
 * Describes a backend in a line, and what would make it faster.
 * @param backend of open operations
 * @returns lines for `doctor` and logs: what is in use, which libraries were refused, what installing OpenBLAS would gain
 */
export function describeBackend(backend: Backend): string[] {
  const lines = [backendLine(backend, backend.library)];
  for (const reason of backend.refused) lines.push(`not used: ${reason}`);
  if (backend.name === 'WebAssembly') {
    lines.push(
      'no BLAS library was loaded; OpenBLAS (Debian: apt-get install libopenblas0-pthread) takes about half the time ' +
        'for the same products',
    );
  }
  return lines;
}

function backendLine({ name, precision, threads }: Backend, library: string): string {
  return `${name} (${library}), ${precision}, ${threads} thread${threads === 1 ? '' : 's'}`;
}
