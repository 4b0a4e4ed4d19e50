import { statfsSync } from 'node:fs';
import { PipelineError } from '../../pipeline/faults/error.ts';
import type { Instance } from '../../pipeline/plan/plan.ts';
import type { Run } from './run.ts';

/**
 * Refuses a run whose results will not fit on the disk of the cache, before hours of work: each result counts as large as that of the
 * instance before, as what is known of it from elsewhere (`expectedBytes`), or as the mean of its stage; else as nothing.
 * @throws PipelineError disk-full
 */
export function checkSpace({ cache, index, options, selected }: Run, stale: readonly Instance[]): void {
  if (stale.length === 0) return;
  const recorded = ({ id }: Instance): number | undefined => {
    const key = index.get('instance', id);
    return key === undefined ? undefined : index.get('action', key)?.sizeBytes;
  };
  const means = new Map<string, { sum: number; count: number }>();
  for (const instance of selected) {
    const size = recorded(instance);
    if (size === undefined) continue;
    const mean = means.get(instance.stage) ?? { sum: 0, count: 0 };
    means.set(instance.stage, { sum: mean.sum + size, count: mean.count + 1 });
  }
  const meanOf = (stage: string): number => {
    const mean = means.get(stage);
    return mean === undefined ? 0 : mean.sum / mean.count;
  };
  const neededBytes = stale.reduce(
    (sum, instance) =>
      sum + (recorded(instance) ?? options.expectedBytes?.(instance) ?? meanOf(instance.stage)),
    0,
  );
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
