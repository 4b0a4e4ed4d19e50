import { type ActionEntry, type ActionIndex, indexEntry } from './action-index.ts';
import { type ActionRecord, readRecord } from './action-record.ts';
import type { CacheFolder } from '../files/cache-folder.ts';
import type { Digest } from '../files/digest.ts';
import { type Manifest, readManifest } from '../outputs/manifest.ts';
import {
  type Problem,
  type Restored,
  checkOutput,
  hasSignatures,
  signedPaths,
} from '../outputs/output-check.ts';
import { hasSignature } from '../files/signature.ts';

/** What the cache knows about an action. */
export type Lookup =
  /** `dropped` in the entry says that the output was temporary and is gone; `restored` what was set right on the way. */
  | { state: 'hit'; entry: ActionEntry; restored: Restored[] }
  | { state: 'miss' }
  | { state: 'damaged-record'; problem: Problem }
  | { state: 'damaged-output'; output: Digest; missing: boolean; problems: Problem[] };

/**
 * Looks an action up. A hit has its record and its output, and every file of the output has its recorded stat signature;
 * where a signature differs, the content is read again.
 */
export function lookUp(cache: CacheFolder, index: ActionIndex, key: Digest): Lookup {
  const known = index.get('action', key);
  if (known !== undefined && hasSignature(cache.record(key), known.record)) {
    if (known.dropped || (known.tree && hasSignatures(cache, known.output, known.tree))) {
      return { state: 'hit', entry: known, restored: [] };
    }
    if (!known.tree) {
      const manifest = readManifest(cache, known.output);
      if (manifest.state === 'read' && hasSignatures(cache, known.output, signedPaths(manifest.content))) {
        return { state: 'hit', entry: known, restored: [] };
      }
    }
  }
  const read = readRecord(cache, key);
  if (read.state === 'missing') return { state: 'miss' };
  if (read.state === 'damaged') {
    return { state: 'damaged-record', problem: { path: cache.record(key), problem: read.problem } };
  }
  return lookAtOutput(cache, index, read.content);
}

/** Brings the index in step with a record that was just written. */
export function remember(
  cache: CacheFolder,
  index: ActionIndex,
  record: ActionRecord,
  manifest: Manifest | undefined,
): ActionEntry | undefined {
  const entry = indexEntry(cache, record, manifest);
  if (entry !== undefined) index.set('action', record.key, entry);
  return entry;
}

function lookAtOutput(cache: CacheFolder, index: ActionIndex, record: ActionRecord): Lookup {
  const { digest } = record.output;
  if (record.dropped) return hit(remember(cache, index, record, undefined), []);
  const check = checkOutput(cache, digest, 'signature');
  if (check.state === 'intact') return hit(remember(cache, index, record, check.manifest), check.restored);
  if (check.state === 'damaged')
    return { state: 'damaged-output', output: digest, missing: false, problems: check.problems };
  const problem = { path: cache.output(digest), problem: 'it is missing' };
  return { state: 'damaged-output', output: digest, missing: true, problems: [problem] };
}

/** A record that vanished between reading it and taking its signature counts as never made. */
function hit(entry: ActionEntry | undefined, restored: Restored[]): Lookup {
  return entry === undefined ? { state: 'miss' } : { state: 'hit', entry, restored };
}
