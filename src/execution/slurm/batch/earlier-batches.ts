import { join } from 'node:path';
import { userInfo } from 'node:os';
import type { CacheFolder } from '../../../cache/files/cache-folder.ts';
import { namesIn } from '../../../cache/files/names-in.ts';
import { discardTree } from '../../../cache/files/remove-tree.ts';
import { isSiblingName } from '../../../cache/files/replace-file.ts';
import { livingSessions, type Owner } from '../../../cache/sessions/session.ts';
import { findSubmitted } from '../client/submit-batch.ts';
import { Batch } from './batch.ts';
import { BatchFolder } from './batch-folder.ts';

/** The folders of all batches that are written down in a cache. */
export function batchFolders(cache: CacheFolder): BatchFolder[] {
  return namesIn(cache.jobs)
    .filter((name) => !isSiblingName(name))
    .sort()
    .map((name) => new BatchFolder(join(cache.jobs, name)));
}

/** The name of the user that this process belongs to. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? ''); // no such user in the books of this machine
  }
}

/**
 * Takes up the batches of this user that no living process waits for. A batch that was written down and never reached Slurm goes.
 * @param owner the process that waits from now on
 */
export async function earlierBatches(cache: CacheFolder, owner: Owner, cluster: string): Promise<Batch[]> {
  const user = userName();
  const living = new Set(livingSessions(cache).map(({ session }) => session));
  living.delete(owner.session);
  const found: Batch[] = [];
  for (const folder of batchFolders(cache)) {
    const record = folder.record();
    if (record !== undefined && (record.user !== user || record.cluster !== cluster)) continue;
    const { controller } = folder;
    if (controller !== undefined && living.has(controller.session)) continue;
    folder.claim(owner);
    const job = record && (folder.job ?? (await findSubmitted(folder, record.token)));
    if (record === undefined || job === undefined) discardTree(cache, folder.path);
    else {
      if (folder.job === undefined) folder.submitted(job);
      found.push(new Batch(folder, record, job));
    }
  }
  return found;
}
