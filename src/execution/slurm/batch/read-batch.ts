import type { CacheFolder } from '../../../cache/files/cache-folder.ts';
import type { AttemptResult } from '../../executor.ts';
import { isVisible, resultMeaning } from '../ends/result-meaning.ts';
import type { Batch, BatchEntry } from './batch.ts';

/** A result that was written and whose files do not appear for this long is none. */
const APPEAR_MS = 120_000;

const missingSince = new WeakMap<BatchEntry, number>();

/**
 * Tells what the nodes of a batch have said since the last time, and takes the results that mean something by themselves.
 * @returns whether there was anything new
 */
export function readBatch(cache: CacheFolder, batch: Batch, now: number): boolean {
  const { folder } = batch;
  const names = folder.names();
  let isNew = false;
  for (const waiting of batch.entries) {
    const { task, position, entry } = waiting;
    if (names.has(folder.newsName(task, position))) isNew = tell(batch, waiting) || isNew;
    if (waiting.result === undefined && names.has(folder.resultName(task, position))) {
      const result = folder.result(task, position);
      if (result === undefined) continue; // damaged: the end of the job decides
      waiting.result = result;
      isNew = true;
    }
    const meaning = waiting.result && resultMeaning(waiting.result);
    if (meaning === undefined) continue;
    const taken = meaning.type === 'stored' ? whenVisible(cache, waiting, meaning, now) : meaning;
    if (taken === undefined) continue;
    batch.entries.delete(waiting);
    entry.resolve(taken);
  }
  return isNew;
}

function tell({ folder }: Batch, waiting: BatchEntry): boolean {
  const { task, position, entry, told } = waiting;
  const { news, end } = folder.news(task, position, told);
  waiting.told = end;
  for (const said of news) {
    waiting.begun ||= said.type === 'started';
    entry.attempt.hear(said);
  }
  return news.length > 0;
}

function whenVisible(
  cache: CacheFolder,
  waiting: BatchEntry,
  stored: AttemptResult & { type: 'stored' },
  now: number,
): AttemptResult | undefined {
  if (isVisible(cache, stored)) return stored;
  const since = missingSince.get(waiting) ?? now;
  missingSince.set(waiting, since);
  if (now - since < APPEAR_MS) return undefined;
  return {
    type: 'failed',
    error: {
      code: 'stage-failed',
      message: `a node stored the result, and ${cache.record(stored.record.key)} is not to be seen here after two minutes`,
      hint: 'The nodes have to see the cache under the same path: "eos-pipeline doctor --executor slurm" checks that.',
    },
  };
}
