import { chmodSync, closeSync, fsyncSync, lstatSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { PipelineError } from '../../pipeline/faults/error.ts';
import type { CacheFolder } from '../files/cache-folder.ts';
import type { Digest } from '../files/digest.ts';
import { type Manifest, describeTree, writeManifest, writtenSince } from './manifest.ts';
import { checkOutput } from './output-check.ts';
import { makeOwn } from './own-tree.ts';
import { quarantine } from './quarantine.ts';
import { discardTree, renameTree } from '../files/remove-tree.ts';
import { syncFolder } from '../files/replace-file.ts';
import { systemCode, systemError } from '../files/system-error.ts';
import { signatureOf } from '../files/signature.ts';
import { type TreeEntry, listTree, readTree } from '../files/tree.ts';
import { present } from '../../present.ts';

/** With more files than this, one `sync` of the file system is faster than one fsync for each file. */
const SYNC_ONE_BY_ONE = 100;

/** Damage met on the way: an older copy of the same output that was not what its name says. */
export interface StoredOutput {
  manifest: Manifest;
  replaced?: { path: string; problem: string; quarantine?: string };
}

/**
 * Takes a filled staging folder into the store: made its own, read-only, hashed, written through to the disk and then renamed, as a
 * whole, to the place that its content names. Equal content that is already there is kept.
 * @param durable - whether to write through to the disk; without it a power cut may lose the output, which is found then
 * @param expected - what it must turn out to be, where it comes from elsewhere
 * @throws PipelineError cache-damaged where it is something else
 */
export function storeOutput(
  cache: CacheFolder,
  staging: string,
  durable = true,
  expected?: Digest,
): StoredOutput {
  try {
    makeOwn(staging);
    const listed = listTree(staging);
    const entries = readTree(staging, listed);
    for (const entry of entries) protect(staging, entry);
    if (durable) syncTree(staging, entries);
    const manifest = describeTree(staging, entries);
    const [written] = writtenSince(listed, manifest);
    if (written !== undefined) throw stillWritten(written);
    if (expected !== undefined && manifest.digest !== expected)
      throw new PipelineError(
        'cache-damaged',
        `what arrived is the output ${manifest.digest}, not ${expected}`,
      );
    return place(cache, staging, manifest, durable);
  } catch (error) {
    throw systemError(error, 'storing an output', staging);
  }
}

function place(cache: CacheFolder, staging: string, described: Manifest, durable: boolean): StoredOutput {
  const { digest } = described;
  const target = cache.output(digest);
  let replaced: StoredOutput['replaced'];
  mkdirSync(dirname(target), { recursive: true });
  for (;;) {
    const there = checkOutput(cache, digest, 'hash');
    if (there.state === 'intact') {
      discardTree(cache, staging);
      return { manifest: there.manifest, ...(replaced && { replaced }) };
    }
    if (there.state === 'damaged') {
      const moved = quarantine(cache, target);
      replaced = { ...there.problems[0]!, ...present({ quarantine: moved }) };
    }
    try {
      renameTree(staging, target);
      break;
    } catch (error) {
      // Another process stored the same content in this moment: look at what it left.
      if (!['ENOTEMPTY', 'EEXIST'].includes(systemCode(error) ?? '')) throw error;
    }
  }
  chmodSync(target, 0o555);
  if (durable) syncFolder(dirname(target));
  // Being moved has changed the signature of the folder, not that of anything in it.
  const manifest = { ...described, signature: signatureOf(lstatSync(target)) };
  writeManifest(cache, manifest);
  return { manifest, ...(replaced && { replaced }) };
}

function stillWritten(path: string): PipelineError {
  return new PipelineError('stage-failed', `${path} was written to after the stage had ended`, {
    hint: 'Something that it started still runs: wait for it before the stage ends (in a shell: wait).',
  });
}

/** Nobody writes to a stored output: a stage that changes its inputs fails instead of spoiling the cache. */
function protect(staging: string, entry: TreeEntry): void {
  if (entry.kind === 'link') return;
  chmodSync(`${staging}/${entry.path}`, entry.kind === 'folder' || entry.executable ? 0o555 : 0o444);
}

function syncTree(staging: string, entries: TreeEntry[]): void {
  const files = entries.filter((entry) => entry.kind === 'file');
  if (files.length > SYNC_ONE_BY_ONE && process.platform === 'linux') {
    // Loaded where it is needed: it would take a twentieth of the time in which a worker process starts.
    const { spawnSync } = process.getBuiltinModule('node:child_process');
    const { status } = spawnSync('sync', ['-f', staging], { stdio: 'ignore' });
    if (status === 0) return;
  }
  for (const { path } of files) {
    const file = openSync(`${staging}/${path}`, 'r');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }
  for (const entry of entries) if (entry.kind === 'folder') syncFolder(`${staging}/${entry.path}`);
  syncFolder(staging);
}
