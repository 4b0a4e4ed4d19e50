import type { CacheFolder } from '../files/cache-folder.ts';
import { namesIn } from '../files/names-in.ts';
import { type Owner, isAlive, readSession } from './session.ts';

/** Who is at work on the cache at this moment. */
export function livingSessions(cache: CacheFolder): Owner[] {
  return namesIn(cache.sessions).flatMap((name) => {
    const owner = readSession(cache, name.replace(/\.json$/, ''));
    return owner !== undefined && isAlive(cache, owner) ? [owner] : [];
  });
}
