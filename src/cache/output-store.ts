import { chmodSync, closeSync, fsyncSync, lstatSync, mkdirSync, openSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { dirname, isAbsolute } from 'node:path';
import { PipelineError } from '../pipeline/error.ts';
import type { CacheFolder } from './cache-folder.ts';
import { type Manifest, describeTree, writeManifest } from './manifest.ts';
import { checkOutput } from './output-check.ts';
import { quarantine } from './quarantine.ts';
import { discardTree, renameTree } from './remove-tree.ts';
import { syncFolder } from './replace-file.ts';
import { systemCode, systemError } from './system-error.ts';
import { type TreeEntry, readTree, treeDigest } from './tree.ts';

/** With more files than this, one `sync` of the file system is faster than one fsync for each file. */
const SYNC_ONE_BY_ONE = 100;

/** Damage met on the way: an older copy of the same output that was not what its name says. */
export interface StoredOutput {
  manifest: Manifest;
  replaced?: { path: string; problem: string; quarantine?: string };
}

/**
 * Takes a filled staging folder into the store: read-only, hashed, written through to the disk and then renamed, as a
 * whole, to the place that its content names. Equal content that is already there is kept.
 * @param durable - whether to write through to the disk; without it a power cut may lose the output, which is found then
 */
export function storeOutput(cache: CacheFolder, staging: string, durable = true): StoredOutput {
  try {
    const entries = readTree(staging);
    for (const entry of entries) protect(staging, entry);
    if (durable) syncTree(staging, entries);
    return place(cache, staging, entries, durable);
  } catch (error) {
    throw systemError(error, 'storing an output', staging);
  }
}

function place(cache: CacheFolder, staging: string, entries: TreeEntry[], durable: boolean): StoredOutput {
  const digest = treeDigest(entries);
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
      replaced = { ...there.problems[0]!, ...(moved !== undefined && { quarantine: moved }) };
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
  const manifest = describeTree(target, entries);
  writeManifest(cache, manifest);
  return { manifest, ...(replaced && { replaced }) };
}

/** Nobody writes to a stored output: a stage that changes its inputs fails instead of spoiling the cache. */
function protect(staging: string, entry: TreeEntry): void {
  const path = `${staging}/${entry.path}`;
  if (entry.kind !== 'link') {
    chmodSync(path, entry.kind === 'folder' || entry.executable ? 0o555 : 0o444);
  } else if (isAbsolute(entry.target) && `${entry.target}/`.startsWith(`${staging}/`)) {
    throw new PipelineError(
      'stage-failed',
      `the link ${entry.path} points to ${entry.target}, which moves when the stage ends`,
      {
        hint: 'Make it a relative link, or copy the file.',
      },
    );
  }
}

function syncTree(staging: string, entries: TreeEntry[]): void {
  const files = entries.filter((entry) => entry.kind === 'file');
  if (files.length > SYNC_ONE_BY_ONE && process.platform === 'linux') {
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
  if (lstatSync(staging).isDirectory()) syncFolder(staging);
}
