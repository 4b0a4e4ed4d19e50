import { join } from 'node:path';
import type { CacheFolder } from '../src/cache/files/cache-folder.ts';
import type { AttemptNews, AttemptResult } from '../src/execution/executor.ts';
import { Batch, type Entry } from '../src/execution/slurm/batch/batch.ts';
import { BatchFolder, type BatchRecord } from '../src/execution/slurm/batch/batch-folder.ts';
import { userName } from '../src/execution/slurm/batch/earlier-batches.ts';
import type { StageJob } from '../src/execution/job.ts';
import { jobFor } from './stage-job.ts';
import type { JsonValue } from '../src/pipeline/values/json.ts';

/** An attempt at an instance of a cluster, with what it was told and how it ended. */
export interface TestEntry {
  entry: Entry;
  heard: AttemptNews[];
  ended: AttemptResult[];
}

/** An attempt at `train` with these parameters. */
export function slurmEntry(
  cache: CacheFolder,
  params: JsonValue = {},
  parts: Partial<StageJob> = {},
  file = join(cache.root, '../stages/train.js'),
): TestEntry {
  const heard: AttemptNews[] = [];
  const ended: AttemptResult[] = [];
  const entry: Entry = {
    attempt: {
      job: jobFor(cache, file, params, parts),
      inputs: [],
      resources: { threads: 1 },
      hear: (news) => heard.push(news),
    },
    resolve: (result) => ended.push(result),
    stage: 'train',
    request: { threads: 1, exclude: [] },
    times: new Map(),
    jobs: 1,
  };
  return { entry, heard, ended };
}

/** A batch of job 7 whose tasks have these entries, written down as a submission is. */
export function slurmBatch(
  cache: CacheFolder,
  tasks: readonly (readonly TestEntry[])[],
  token = 'train-1',
): Batch {
  const folder = new BatchFolder(join(cache.jobs, token));
  const record: BatchRecord = {
    format: 1,
    token,
    cluster: 'fake',
    user: userName(),
    request: { threads: 1, exclude: [] },
    tasks: tasks.map((entries) =>
      entries.map(({ entry: { attempt, stage } }) => ({
        instance: attempt.job.instance,
        stage,
        key: attempt.job.key,
      })),
    ),
  };
  folder.write(
    record,
    tasks.map((entries, index) => ({
      index,
      jobs: entries.map(({ entry: { attempt } }) => ({ job: attempt.job, inputs: attempt.inputs })),
    })),
    '#!/bin/sh\n',
  );
  folder.submitted('7');
  const batch = new Batch(folder, record, '7');
  for (const [task, entries] of tasks.entries())
    for (const [position, { entry }] of entries.entries()) batch.wait(task, position, entry);
  return batch;
}
