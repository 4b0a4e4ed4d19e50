import { statfsSync } from 'node:fs';
import { PipelineError } from '../../pipeline/faults/error.ts';
import type { Run } from './run.ts';

/**
 * Refuses a run whose results are not expected to fit on the disk of the cache, before hours of work.
 * @throws PipelineError disk-full
 * @param neededBytes - what is expected to be written
 */
export function checkSpace({ cache }: Pick<Run, 'cache'>, neededBytes: number): void {
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
