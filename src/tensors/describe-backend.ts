import type { Backend } from './ops.ts';

/** What installing OpenBLAS gains over a package, measured (docs/decisions/0021-a-small-install.md). */
const gains = new Map([
  [
    'ONNX Runtime',
    'saves the time of about 20 µs that each product costs here, which counts for narrow networks',
  ],
  ['WebAssembly', 'takes about half the time for the same products'],
]);

/**
 * Describes a backend in a line, and what would make it faster.
 * @param backend of open operations
 * @returns lines for `doctor` and logs: what is in use, which libraries were refused, what installing OpenBLAS would gain
 */
export function describeBackend(backend: Backend): string[] {
  const threads = `${backend.threads} thread${backend.threads === 1 ? '' : 's'}`;
  const lines = [`${backend.name} (${backend.library}), ${backend.precision}, ${threads}`];
  for (const reason of backend.refused) lines.push(`not used: ${reason}`);
  const gain = gains.get(backend.name);
  if (gain !== undefined)
    lines.push(`no BLAS library was loaded; OpenBLAS (Debian: apt-get install libopenblas0-pthread) ${gain}`);
  return lines;
}
