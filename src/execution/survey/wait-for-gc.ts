import { setTimeout } from 'node:timers/promises';
import type { CacheFolder } from '../../cache/files/cache-folder.ts';
import { livingSessions } from '../../cache/sessions/session.ts';
import type { Emit } from '../event.ts';

const LOOK_MS = 100;

/**
 * Waits while another process collects garbage. A run announces itself before it waits: a collection that comes later sees it
 * and gives way, so that nothing which the run finds in the cache goes away under it.
 */
export async function waitForGc(cache: CacheFolder, emit: Emit): Promise<void> {
  for (let told = false; ; told = true) {
    const collector = livingSessions(cache).find(({ work }) => work === 'gc');
    if (collector === undefined) return;
    const { pid, host } = collector;
    if (!told) emit({ type: 'waiting-for-gc', owner: { pid, host } });
    await setTimeout(LOOK_MS);
  }
}
