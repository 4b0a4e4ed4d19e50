import { join } from 'node:path';
import type { CacheFolder } from '../../../cache/files/cache-folder.ts';
import { discardTree } from '../../../cache/files/remove-tree.ts';
import { statsAt } from '../../../cache/files/signature.ts';
import { livingSessions } from '../../../cache/sessions/session.ts';
import type { BatchFolder, BatchRecord } from './batch-folder.ts';
import { batchFolders, userName } from './earlier-batches.ts';

/** No cluster lets a job wait or run for as long as this. */
const OLD_MS = 60 * 86_400_000;

/** Whether a batch has a result of every instance, of one of these types. */
export function isFinished(folder: BatchFolder, { tasks }: BatchRecord, only?: 'stored'): boolean {
  return tasks.every((members, task) =>
    members.every((_, position) => {
      const result = folder.result(task, position);
      return result !== undefined && (only === undefined || result.type === only);
    }),
  );
}

/** Clears the batches of this user away that nobody waits for and that have nothing to say: everything was stored, or they are old. */
export function cleanFinishedBatches(cache: CacheFolder): void {
  const living = new Set(livingSessions(cache).map(({ session }) => session));
  const user = userName();
  for (const folder of batchFolders(cache)) {
    const record = folder.record();
    const { controller } = folder;
    if (record?.user !== user || (controller !== undefined && living.has(controller.session))) continue;
    const writtenMs = statsAt(join(folder.path, 'batch.json'))?.mtimeMs ?? 0;
    if (Date.now() - writtenMs > OLD_MS || isFinished(folder, record, 'stored'))
      discardTree(cache, folder.path);
  }
}
