import { dirname, join } from 'node:path';
import type { CacheFolder } from '../src/cache/files/cache-folder.ts';
import { actionKey } from '../src/cache/actions/action-key.ts';
import type { StageJob } from '../src/execution/job.ts';
import type { JsonValue } from '../src/pipeline/values/json.ts';
import { fieldsOf } from './temporary-cache.ts';

let jobs = 0;

/** The job of an instance `train` that runs a stage file. */
export function jobFor(
  cache: CacheFolder,
  file: string,
  params: JsonValue = {},
  parts: Partial<StageJob> = {},
): StageJob {
  const fields = fieldsOf(params);
  return {
    kind: 'stage',
    cacheRoot: cache.root,
    projectRoot: dirname(file),
    instance: 'train',
    stage: 'train',
    key: actionKey(fields),
    work: { kind: 'uses', file },
    fields,
    sources: {},
    inputs: {},
    projectFiles: [],
    codeFiles: [],
    staging: join(cache.staging, `job.${jobs++}`),
    log: join(cache.logs, 'train', 'train.log'),
    attempt: 1,
    threads: 1,
    location: { file: 'pipeline.yaml', line: 1, column: 1 },
    ...parts,
  };
}
