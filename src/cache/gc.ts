import { basename, join } from 'node:path';
import { PipelineError } from '../pipeline/faults/error.ts';
import { ActionIndex } from './actions/action-index.ts';
import { type ActionRecord, readRecord } from './actions/action-record.ts';
import type { CacheFolder } from './files/cache-folder.ts';
import { type Digest, isDigest } from './files/digest.ts';
import { shareWithGroup } from './files/share-with-group.ts';
import { unreadLogs } from './unread-logs.ts';
import { statsAt } from './files/signature.ts';
import { systemCode, systemError } from './files/system-error.ts';
import { halfWritten } from './sessions/half-written.ts';
import { cleanLeftBehind } from './sessions/left-behind.ts';
import { livingSessions } from './sessions/session.ts';
import { readManifest } from './outputs/manifest.ts';
import { digestsIn } from './files/digests-in.ts';
import { namesIn } from './files/names-in.ts';
import { discardTree } from './files/remove-tree.ts';
import { Session } from './sessions/session.ts';
import { listTree } from './files/tree.ts';

const DAY_MS = 86_400_000;

/** What to keep. */
export interface GcOptions {
  /** Keys of the actions that the lock file and the pipeline reach. */
  keep: ReadonlySet<Digest>;
  /** Some of their keys are not known yet: any checkpoint may be one of theirs, and all stay. */
  pending: boolean;
  /** Records made (and logs, checkpoints and quarantine changed) within this many days stay as well. */
  keepDays: number;
  /** The quarantine stays for this many days at least: it may hold what lay in a person's own folders. */
  quarantineDays: number;
  /** Announced before `keep` was computed; without it nothing is removed, only said what would go. */
  session?: Session;
  nowMs?: number;
}

/** One thing that goes. */
export interface Garbage {
  what:
    'action-record' | 'output' | 'manifest' | 'code' | 'checkpoint' | 'log' | 'quarantine' | 'half-written';
  path: string;
  sizeBytes: number;
  instance?: string;
}

/** What went, or would go, and what stays. */
export interface GcReport {
  garbage: Garbage[];
  /** What could not be removed because it belongs to another user. */
  left?: Garbage[];
  freedBytes: number;
  kept: { records: number; outputs: number; sizeBytes: number };
}

/**
 * Announces a collection, and cleans up after killed processes. From now on a run that starts waits for the session to be
 * closed: what the pipeline reaches can be computed.
 * @throws PipelineError cache-locked while another process works on the cache
 */
export function announceCollection(cache: CacheFolder): Session {
  shareWithGroup(cache.root);
  refuseWhileBusy(cache);
  cleanLeftBehind(cache);
  const session = new Session(cache, 'gc');
  try {
    // Both announce themselves before they look: at least one of two that start together sees the other.
    refuseWhileBusy(cache, session);
    return session;
  } catch (error) {
    session.close();
    throw error;
  }
}

/**
 * Removes what nothing reaches: records first, then the outputs that no record names, then what belongs to neither.
 * @throws PipelineError cache-locked while another process works on the cache, or waits to
 */
export function collectGarbage(cache: CacheFolder, options: GcOptions): GcReport {
  const { session } = options;
  refuseWhileBusy(cache, session);
  const now = options.nowMs ?? Date.now();
  const since = now - options.keepDays * DAY_MS;
  const garbage: Garbage[] = [];
  const kept: ActionRecord[] = [];
  for (const key of digestsIn(cache.actions, '.json')) {
    const path = cache.record(key);
    const read = readRecord(cache, key);
    if (read.state === 'missing') continue;
    const { size, mtimeMs } = statsAt(path)!;
    if (read.state === 'read' && (options.keep.has(key) || mtimeMs >= since)) kept.push(read.content);
    else
      garbage.push({
        what: 'action-record',
        path,
        sizeBytes: size,
        ...(read.state === 'read' && { instance: read.content.instance }),
      });
  }
  const outputs = new Set(kept.map(({ output }) => output.digest));
  const code = new Set(kept.map(({ fields }) => fields.code));
  const logs = new Set(kept.map(({ provenance }) => join(cache.root, provenance.log)));
  let keptBytes = 0;
  for (const output of digestsIn(cache.outputs, '')) {
    const sizeBytes = outputSize(cache, output);
    if (outputs.has(output)) keptBytes += sizeBytes;
    else garbage.push({ what: 'output', path: cache.output(output), sizeBytes });
  }
  for (const output of digestsIn(cache.manifests, '.json')) {
    if (!outputs.has(output)) garbage.push(file('manifest', cache.manifest(output)));
  }
  for (const name of namesIn(cache.codePieces)) {
    const path = join(cache.codePieces, name);
    if (!code.has(name.replace(/\.json$/, '') as Digest) && isOlder(path, since))
      garbage.push(file('code', path));
  }
  for (const key of namesIn(cache.checkpoints).filter(isDigest)) {
    const path = cache.checkpointsOf(key);
    if (!options.pending && !options.keep.has(key) && isOlder(path, since))
      garbage.push(tree('checkpoint', path));
  }
  for (const path of unreadLogs(cache, options))
    if (!logs.has(path) && isOlder(path, since)) garbage.push(file('log', path));
  const quarantinedSince = now - Math.max(options.keepDays, options.quarantineDays) * DAY_MS;
  for (const day of namesIn(cache.quarantine)) {
    const path = join(cache.quarantine, day);
    if (isOlder(path, quarantinedSince)) garbage.push(tree('quarantine', path));
  }
  // A transfer goes on with what has come; what nobody has asked for since is in the way.
  for (const content of namesIn(cache.arriving)) {
    const path = join(cache.arriving, content);
    if (isOlder(path, since)) garbage.push(file('half-written', path));
  }
  const known = new Set(garbage.map(({ path }) => path));
  for (const path of halfWritten(cache)) if (!known.has(path)) garbage.push(tree('half-written', path));
  const left = session === undefined ? [] : remove(cache, garbage, session);
  const gone = garbage.filter((item) => !left.includes(item));
  return {
    garbage: gone,
    ...(left.length > 0 && { left }),
    freedBytes: gone.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    kept: { records: kept.length, outputs: outputs.size, sizeBytes: keptBytes },
  };
}

/**
 * In the order of the list: a record never outlives what it names, even if this is killed half-way. What another user's files
 * forbid is given back.
 */
function remove(cache: CacheFolder, garbage: Garbage[], session: Session): Garbage[] {
  refuseWhileBusy(cache, session);
  const left: Garbage[] = [];
  for (const item of garbage) {
    session.beat(); // its timer cannot while this loop runs
    try {
      discardTree(cache, item.path);
    } catch (error) {
      if (systemCode(error) !== 'EACCES' && systemCode(error) !== 'EPERM')
        throw systemError(error, 'collecting garbage', item.path);
      left.push(item);
    }
  }
  const index = new ActionIndex(cache);
  for (const { what, path } of garbage)
    if (what === 'action-record') index.delete('action', basename(path, '.json'));
  for (const [instance, key] of index.entries('instance'))
    if (!index.get('action', key)) index.delete('instance', instance);
  index.close();
  return left;
}

/** Links are not followed; what is gone by now is no older than anything. */
function isOlder(path: string, sinceMs: number): boolean {
  const stats = statsAt(path);
  return stats !== undefined && stats.mtimeMs < sinceMs;
}

function refuseWhileBusy(cache: CacheFolder, own?: Session): void {
  const other = livingSessions(cache).find(({ session }) => session !== own?.owner.session);
  if (other === undefined) return;
  throw new PipelineError(
    'cache-locked',
    `process ${other.pid} on ${other.host} is using the cache ${cache.root}`,
    { hint: 'Nothing was removed. Run "eos-pipeline gc" again when it has finished.' },
  );
}

function outputSize(cache: CacheFolder, output: Digest): number {
  const manifest = readManifest(cache, output);
  return manifest.state === 'read' ? manifest.content.sizeBytes : treeSize(cache.output(output));
}

function file(what: Garbage['what'], path: string): Garbage {
  return { what, path, sizeBytes: statsAt(path)?.size ?? 0 };
}

function tree(what: Garbage['what'], path: string): Garbage {
  return { what, path, sizeBytes: treeSize(path) };
}

function treeSize(path: string): number {
  try {
    return listTree(path).reduce((sum, { stats }) => sum + (stats.isFile() ? stats.size : 0), 0);
  } catch {
    return 0; // another user's: it cannot be looked into
  }
}
