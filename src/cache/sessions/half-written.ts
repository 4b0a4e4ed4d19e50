import { join } from 'node:path';
import type { CacheFolder } from '../files/cache-folder.ts';
import { namesIn } from '../files/names-in.ts';
import { isSiblingName } from '../files/replace-file.ts';
import { statsAt } from '../files/signature.ts';
import { processExists } from './session.ts';

/** What nobody has touched for this long will not be completed, whoever has the process id now. */
const WRITING_MS = 60_000;

/** What killed processes had begun to write in the cache, beside what it was to become. */
export function halfWritten(cache: CacheFolder): string[] {
  const folders = [cache.root, cache.codePieces, cache.projects];
  for (const parent of [
    cache.actions,
    cache.outputs,
    cache.manifests,
    cache.checkpoints,
    cache.logs,
    cache.quarantine,
  ])
    folders.push(parent, ...namesIn(parent).map((name) => join(parent, name)));
  return folders.flatMap((folder) =>
    namesIn(folder)
      .filter(isSiblingName)
      .map((name) => join(folder, name))
      .filter(isAbandoned),
  );
}

/** A command that only looks announces nothing, and writes what it has found out. */
function isAbandoned(path: string): boolean {
  const pid = Number(/\.(\d+)-[0-9a-f]{8}-\d+\.tmp$/.exec(path)![1]);
  if (!processExists(pid)) return true;
  const stats = statsAt(path);
  return stats !== undefined && Date.now() - Math.max(stats.mtimeMs, stats.ctimeMs) > WRITING_MS;
}
