import { rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PipelineError } from '../pipeline/faults/error.ts';
import { ActionIndex } from './actions/action-index.ts';
import { type ActionRecord, readRecord } from './actions/action-record.ts';
import type { CacheFolder } from './files/cache-folder.ts';
import { type Digest, isDigest } from './files/digest.ts';
import { cleanLeftBehind } from './sessions/left-behind.ts';
import { livingSessions } from './sessions/session.ts';
import { readManifest } from './outputs/manifest.ts';
import { namesIn } from './files/names-in.ts';
import { discardTree } from './files/remove-tree.ts';
import { Session } from './sessions/session.ts';
import { listTree } from './files/tree.ts';
import { digestsIn } from './verify.ts';

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
  what: 'action-record' | 'output' | 'manifest' | 'code' | 'checkpoint' | 'log' | 'quarantine';
  path: string;
  sizeBytes: number;
  instance?: string;
}

/** What went, or would go, and what stays. */
export interface GcReport {
  garbage: Garbage[];
  freedBytes: number;
  kept: { records: number; outputs: number; sizeBytes: number };
}

/**
 * Announces a collection, and cleans up after killed processes. From now on a run that starts waits for the session to be
 * closed: what the pipeline reaches can be computed.
 * @throws PipelineError cache-locked while another process works on the cache
 */
export function announceCollection(cache: CacheFolder): Session {
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
    const { size, mtimeMs } = statSync(path);
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
    if (!code.has(name.replace(/\.json$/, '') as Digest) && statSync(path).mtimeMs < since)
      garbage.push(file('code', path));
  }
  for (const key of namesIn(cache.checkpoints).filter(isDigest)) {
    const path = cache.checkpointsOf(key);
    if (!options.pending && !options.keep.has(key) && statSync(path).mtimeMs < since)
      garbage.push(tree('checkpoint', path));
  }
  for (const stage of namesIn(cache.logs)) {
    for (const name of namesIn(join(cache.logs, stage))) {
      const path = join(cache.logs, stage, name);
      if (!logs.has(path) && statSync(path).mtimeMs < since) garbage.push(file('log', path));
    }
  }
  const quarantinedSince = now - Math.max(options.keepDays, options.quarantineDays) * DAY_MS;
  for (const day of namesIn(cache.quarantine)) {
    const path = join(cache.quarantine, day);
    if (statSync(path).mtimeMs < quarantinedSince) garbage.push(tree('quarantine', path));
  }
  if (session !== undefined) remove(cache, garbage, session);
  return {
    garbage,
    freedBytes: garbage.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    kept: { records: kept.length, outputs: outputs.size, sizeBytes: keptBytes },
  };
}

/** In the order of the list: a record never outlives what it names, even if this is killed half-way. */
function remove(cache: CacheFolder, garbage: Garbage[], session: Session): void {
  refuseWhileBusy(cache, session);
  for (const { what, path } of garbage) {
    session.beat(); // its timer cannot while this loop runs
    if (what === 'output' || what === 'checkpoint' || what === 'quarantine') discardTree(cache, path);
    else rmSync(path, { force: true });
  }
  const index = new ActionIndex(cache);
  for (const { what, path } of garbage)
    if (what === 'action-record') index.delete('action', basename(path, '.json'));
  for (const [instance, key] of index.entries('instance'))
    if (!index.get('action', key)) index.delete('instance', instance);
  index.close();
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
  return { what, path, sizeBytes: statSync(path).size };
}

function tree(what: Garbage['what'], path: string): Garbage {
  return { what, path, sizeBytes: treeSize(path) };
}

function treeSize(path: string): number {
  return listTree(path).reduce((sum, { stats }) => sum + (stats.isFile() ? stats.size : 0), 0);
}
