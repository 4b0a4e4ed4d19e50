import { rmSync } from 'node:fs';
import { readRecord, writeRecord } from '../../cache/actions/action-record.ts';
import { livingSessions, type Session } from '../../cache/sessions/session.ts';
import type { ActionIndex } from '../../cache/actions/action-index.ts';
import { isPublished } from '../../cache/publication.ts';
import { remember } from '../../cache/actions/lookup.ts';
import { discardTree } from '../../cache/files/remove-tree.ts';
import type { Run } from '../survey/run.ts';
import type { Task } from './task.ts';

/**
 * Removes the output of a temporary task that nothing needs any more and that is published, where it is to be. Its record stays, so
 * the digest is still known and nothing becomes stale. An output that another record names too is kept, or that another task of the
 * run has (`all`), and all are while another process works on the cache: it may read them.
 */
export function dropTemporary(
  { cache, index, emit, sharing }: Run,
  own: Session,
  task: Task,
  all: Iterable<Task>,
): void {
  const { instance, entry, resolved } = task;
  if (!entry || !resolved || entry.dropped || !mayGo(task, index)) return;
  if (sharing?.isSending(entry.output) === true) return;
  for (const other of all) if (other.resolved?.key === resolved.key && !mayGo(other, index)) return;
  for (const key of index.makersOf(entry.output)) {
    const other = index.get('action', key);
    if (key !== resolved.key && other?.output === entry.output && !other.dropped) return;
  }
  if (livingSessions(cache).some(({ session }) => session !== own.owner.session)) return;
  const read = readRecord(cache, resolved.key);
  if (read.state !== 'read') return;
  const record = { ...read.content, dropped: true as const };
  writeRecord(cache, record);
  remember(cache, index, record, undefined);
  entry.dropped = true;
  discardTree(cache, cache.output(entry.output));
  rmSync(cache.manifest(entry.output), { force: true });
  emit({
    type: 'temporary-dropped',
    instance: instance.id,
    stage: instance.stage,
    output: entry.output,
    sizeBytes: entry.sizeBytes,
  });
}

/** Nothing needs the output of the task any more: no other instance, and no folder of the project that is still to receive it. */
function mayGo({ instance, open, dependents, state, entry }: Task, index: ActionIndex): boolean {
  return (
    instance.temporary &&
    open.size === 0 &&
    dependents.length > 0 &&
    state === 'done' &&
    isPublished(index, instance.publish, entry!.output)
  );
}
