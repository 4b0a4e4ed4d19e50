import { statfsSync } from 'node:fs';
import { PipelineError } from '../../pipeline/faults/error.ts';
import type { Instance } from '../../pipeline/plan/plan.ts';
import type { Run } from './run.ts';

/**
 * Refuses a run whose results are not expected to fit on the disk of the cache, before hours of work.
 * @throws PipelineError disk-full
 */
export function checkSpace({ cache, options }: Run, stale: readonly Instance[]): void {
  if (stale.length === 0) return;
  const neededBytes = options.expectedBytes?.(stale) ?? 0;
  const freeBytes = freeIn(cache.root);
  if (neededBytes <= freeBytes) return;
  throw new PipelineError(
    'disk-full',
    `what has to run will write about ${megabytes(neededBytes)} into the cache ${cache.root}, and its disk has ${megabytes(freeBytes)} free`,
    {
      hint: 'Nothing was run. Free some space ("eos-pipeline gc" shrinks the cache), choose another disk with --cache-dir, or run fewer targets at a time.',
    },
  );
}

/** A file system that does not tell has room. */
function freeIn(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString('en-US')} MB`;
}
