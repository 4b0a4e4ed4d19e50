import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CacheFolder } from '../../../cache/files/cache-folder.ts';
import { present } from '../../../present.ts';
import { type Batch, type BatchEntry, type Entry } from '../batch/batch.ts';
import { taskName } from '../client/parse-states.ts';
import { classifyEnd, type EndClass } from './job-end.ts';
import { type NextAttempt, nextAttempt } from './next-attempt.ts';

/** Most of what Slurm wrote that goes into the log of the stage. */
const MOST_CHARACTERS = 4000;

/** What a decision depends on besides the task. */
export interface Judging {
  /** Most that the partition allows; undefined where there is no limit. */
  maxTimeMs: number | undefined;
  /** The run stops: nothing is tried again. */
  isEnding: boolean;
}

/**
 * Decides on the instances of a task that is over without a result that means something by itself. One of them was at work and is
 * to blame; those that had not begun are submitted again, with as much memory as that one: with less they would end as it did, one by one.
 * @returns what is to be submitted again
 */
export function judgeTask(
  cache: CacheFolder,
  batch: Batch,
  task: number,
  { maxTimeMs, isEnding }: Judging,
): Entry[] {
  const { folder, tasks } = batch;
  const { state } = tasks[task]!;
  const said = folder.said(task);
  const end = classifyEnd(state, said);
  // Whatever still runs of it on a node that was taken for dead stops when it sees this.
  writeFileSync(folder.fenced(task), '');
  const again: Entry[] = [];
  const notBegun: Entry[] = [];
  let blamed = false;
  let memoryBytes: number | undefined;
  for (const waiting of batch.entriesOf(task)) {
    const { entry, result } = waiting;
    // Its files are on their way to this machine.
    if (result?.type === 'stored') continue;
    batch.entries.delete(waiting);
    if (result?.type === 'not-begun' || (result === undefined && (blamed || isEnding))) {
      notBegun.push(entry);
      continue;
    }
    if (isEnding && result?.type === 'stopped') {
      entry.resolve(result);
      continue;
    }
    if (result !== undefined && result.type !== 'stopped' && end !== 'memory') {
      // It failed by itself.
      if (result.type === 'crashed' || result.type === 'failed') entry.resolve(result);
      continue;
    }
    blamed = true;
    const next = nextOf(cache, batch, waiting, { end, maxTimeMs });
    note(entry, next, said);
    if (next.again === undefined) entry.resolve({ type: 'failed', error: next.error });
    else {
      change(entry, next.again);
      ({ memoryBytes } = next.again);
      entry.cause = next.error;
      entry.attempt.hear({ type: 'retried', error: next.error, delayMs: 0 });
      again.push(entry);
    }
  }
  for (const entry of notBegun) change(entry, present({ memoryBytes }));
  return [...again, ...notBegun];
}

/** A task that Slurm accepted and will never start. */
export function failForEver(batch: Batch, task: number): void {
  const { reason = '' } = batch.tasks[task]!.state ?? {};
  for (const waiting of batch.entriesOf(task)) {
    batch.entries.delete(waiting);
    waiting.entry.resolve({
      type: 'failed',
      error: {
        code: 'bad-argument',
        message: `Slurm accepted job ${taskName(batch.job, task)} and will never start it (${reason})`,
        hint: reason.endsWith('TimeLimit')
          ? 'The time that it asks for is above the limit of its partition: lower "resources: { time: … }" or "executors: { slurm: { time: … } }".'
          : 'No node fits what it asks for: see "executors: { slurm: … }" and the "resources" of the stage.',
      },
    });
  }
}

function nextOf(
  cache: CacheFolder,
  { job, record, folder, tasks }: Batch,
  { task, entry }: BatchEntry,
  { end, maxTimeMs }: { end: EndClass; maxTimeMs: number | undefined },
): NextAttempt {
  const { memoryBytes } = record.request;
  entry.times.set(end, (entry.times.get(end) ?? 0) + 1);
  return nextAttempt(end, {
    ...present({ memoryBytes, timeMs: entry.request.timeMs, maxTimeMs }),
    ...present({ node: tasks[task]!.state?.node ?? folder.begun(task)?.node }),
    times: entry.times,
    checkpoint: existsSync(cache.checkpointsOf(entry.attempt.job.key)),
    state: tasks[task]!.state?.state ?? 'unknown',
    job: taskName(job, task),
  });
}

function change(entry: Entry, { exclude, ...more }: NonNullable<NextAttempt['again']>): void {
  const { request } = entry;
  entry.request = {
    ...request,
    ...more,
    exclude: exclude === undefined ? request.exclude : [...new Set([...request.exclude, exclude])].sort(),
  };
}

/** What Slurm wrote about it belongs to the log of the instance, which stays. */
function note({ attempt }: Entry, { error }: NextAttempt, said: string | undefined): void {
  const words = said?.trim().slice(-MOST_CHARACTERS) ?? '';
  try {
    mkdirSync(dirname(attempt.job.log), { recursive: true });
    appendFileSync(attempt.job.log, `${words === '' ? '' : `${words}\n`}--- ${error.message}\n`);
  } catch {
    // A full disk: the message says the same.
  }
}
