import { join } from 'node:path';
import type { CacheFolder } from './files/cache-folder.ts';
import type { Digest } from './files/digest.ts';
import { namesIn } from './files/names-in.ts';
import { statsAt } from './files/signature.ts';
import { logEnding } from './log-file.ts';

/**
 * Logs that no reached key names. What failed has no record, and its log is the last word on it; while the keys of some instances are not known
 * (`pending`), the newest log of every instance may be that: it is the one that `log` shows.
 */
export function unreadLogs(
  cache: CacheFolder,
  { keep, pending }: { keep: ReadonlySet<Digest>; pending: boolean },
): string[] {
  const endings = new Set([...keep].map(logEnding));
  return namesIn(cache.logs).flatMap((stage) => {
    const folder = join(cache.logs, stage);
    const names = namesIn(folder);
    const newest = pending ? newestOf(folder, names) : new Set();
    return names
      .filter((name) => !endings.has(ENDING.exec(name)?.[0] ?? '') && !newest.has(name))
      .map((name) => join(folder, name));
  });
}

/** What follows the name of the instance. */
const ENDING = /\.\w+\.log$/;

function newestOf(folder: string, names: readonly string[]): Set<string> {
  const byInstance = Map.groupBy(names, (name) => name.replace(ENDING, ''));
  const changedMs = (name: string): number => statsAt(join(folder, name))?.mtimeMs ?? 0;
  return new Set(
    [...byInstance.values()].map((logs) =>
      logs.length === 1 ? logs[0]! : logs.reduce((a, b) => (changedMs(a) < changedMs(b) ? b : a)),
    ),
  );
}
