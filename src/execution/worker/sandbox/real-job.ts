import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { StageJob } from '../../job.ts';

/** The job with paths that lead through no link; of an input that is a link itself, the name stays. */
export function realJob(job: StageJob): StageJob {
  const cacheRoot = realpathSync(job.cacheRoot);
  const inCache = (path: string): string => cacheRoot + path.slice(job.cacheRoot.length);
  const inputs = Object.entries(job.inputs).map(([name, { many, items }]) => {
    const named = items.map((item) => ({
      ...item,
      path: join(realPathOr(dirname(item.path)), basename(item.path)),
    }));
    return [name, { many, items: named }] as const;
  });
  return {
    ...job,
    cacheRoot,
    projectRoot: realpathSync(job.projectRoot),
    work: job.work.kind === 'uses' ? { ...job.work, file: realPathOr(job.work.file) } : job.work,
    inputs: Object.fromEntries(inputs),
    staging: inCache(job.staging),
    log: inCache(job.log),
  };
}

/** Where a path leads; the path itself where nothing is there. */
export function realPathOr(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
