import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { readRecord } from '../actions/action-record.ts';
import type { CacheFolder } from '../files/cache-folder.ts';
import type { Digest } from '../files/digest.ts';
import { readTree, treeDigest } from '../files/tree.ts';
import { incomingTree } from '../incoming/incoming-tree.ts';
import { incomingRecord, takeRecord } from '../incoming/take-record.ts';
import { CheckpointStore } from '../outputs/checkpoint-store.ts';
import { checkOutput } from '../outputs/output-check.ts';
import { packsProblem } from '../remotes/packs.ts';
import { receiveFiles, receiveOutput } from '../remotes/receive-output.ts';
import { RefusedError } from '../remotes/refused-error.ts';
import { MOST_ENTRY_BYTES, readEntryBody, type RemoteEntry } from '../remotes/remote-entry.ts';
import type { RemoteStore } from '../remotes/stores/remote-store.ts';
import type { Owner } from '../sessions/session.ts';
import type { ExportedCheckpoint, ExportList } from './export-list.ts';

/** What was taken of an export, and what was not. */
export interface ImportReport {
  results: number;
  /** Were here already. */
  known: number;
  checkpoints: number;
  sizeBytes: number;
  /** Not what its name says: left where it is. */
  refused: { instance: string; problem: string }[];
}

/** How to import. */
export interface ImportOptions {
  owner: Owner;
  signingKey: string | undefined;
  onProgress: (done: number, total: number, instance: string) => void;
}

/**
 * Takes into the cache what an exported folder holds: each content is compared with its digest and each record with its key before it gets a
 * name here. What is here already stays as it is, whatever the export says.
 */
export async function importCache(
  cache: CacheFolder,
  store: RemoteStore,
  list: ExportList,
  options: ImportOptions,
): Promise<ImportReport> {
  const report: ImportReport = { results: 0, known: 0, checkpoints: 0, sizeBytes: 0, refused: [] };
  const total = list.results.length + list.dropped.length + list.checkpoints.length;
  let done = 0;
  const take = async (instance: string, act: () => Promise<string | undefined> | string | undefined) => {
    options.onProgress(done++, total, instance);
    const problem = await refusedBy(act);
    if (problem !== undefined) report.refused.push({ instance, problem });
  };
  for (const { key, instance } of list.results) {
    await take(instance, async () => await takeResult(cache, store, key, options, report));
  }
  for (const record of list.dropped) {
    await take(record.key, () => {
      const incoming = incomingRecord(record, record.key);
      if ('problem' in incoming) return incoming.problem;
      const known = knownOutput(cache, record.key);
      if (known === undefined) {
        takeRecord(cache, incoming.record);
        report.results++;
      } else report.known++;
      return sameOutput(known, incoming.record.output.digest);
    });
  }
  for (const checkpoint of list.checkpoints) {
    await take(checkpoint.instance, async () => {
      const problem = checkpointProblem(checkpoint);
      if (problem !== undefined) return problem;
      if (await takeCheckpoint(cache, store, checkpoint)) report.checkpoints++;
      else report.known++;
      return undefined;
    });
  }
  return report;
}

/** What is missing or wrong there is said; what goes wrong here ends the import. */
async function refusedBy(act: () => Promise<string | undefined> | string | undefined): Promise<string | undefined> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof RefusedError) return `${error.path}: ${error.message}`;
    throw error;
  }
}

async function takeResult(
  cache: CacheFolder,
  store: RemoteStore,
  key: Digest,
  { owner, signingKey }: ImportOptions,
  report: ImportReport,
): Promise<string | undefined> {
  const bytes = await store.get(`ac/${key}`, MOST_ENTRY_BYTES);
  if (bytes === undefined) return `ac/${key}: it is not there`;
  const read = readEntryBody(bytes, key, signingKey);
  if ('problem' in read) return `ac/${key}: ${read.problem}`;
  const { record } = read.entry;
  const known = knownOutput(cache, key);
  const different = sameOutput(known, record.output.digest);
  if (different !== undefined) return different;
  const here = checkOutput(cache, record.output.digest, 'signature').state === 'intact';
  if (known !== undefined && here) {
    report.known++;
    return undefined;
  }
  if (!here) await receive(cache, store, read.entry, owner);
  takeRecord(cache, record);
  report.results++;
  report.sizeBytes += record.output.sizeBytes;
  return undefined;
}

let received = 0;

async function receive(cache: CacheFolder, store: RemoteStore, entry: RemoteEntry, { session }: Owner): Promise<void> {
  const staging = cache.stagingOf(session, `import-${received++}`);
  await receiveOutput(store, cache, entry, { staging, got: () => undefined, onlyIfWorth: false });
}

function knownOutput(cache: CacheFolder, key: Digest): Digest | undefined {
  const known = readRecord(cache, key);
  return known.state === 'read' ? known.content.output.digest : undefined;
}

function sameOutput(known: Digest | undefined, incoming: Digest): string | undefined {
  return known === undefined || known === incoming
    ? undefined
    : `it has the output ${incoming}, and the same action gave ${known} here, which stays`;
}

function checkpointProblem({ entries, digest, packs, number }: ExportedCheckpoint): string | undefined {
  const tree = incomingTree(entries, digest);
  if ('problem' in tree) return tree.problem;
  if (!Number.isSafeInteger(number) || number < 1) return `its number ${number} is none`;
  return packsProblem(packs, tree.entries);
}

/** A checkpoint is of use only where there is no result, and none that is as far. */
async function takeCheckpoint(cache: CacheFolder, store: RemoteStore, incoming: ExportedCheckpoint): Promise<boolean> {
  const { key, number, digest, entries } = incoming;
  if (readRecord(cache, key).state === 'read') return false;
  const checkpoints = new CheckpointStore(cache, key);
  const latest = checkpoints.latest(() => undefined);
  if (latest !== undefined && latest.number >= number) return false;
  await checkpoints.save(async (folder) => {
    for (const entry of entries) if (entry.kind === 'folder') mkdirSync(`${folder}/${entry.path}`);
    await receiveFiles(store, cache, incoming, folder, { part: `${folder}.part`, got: () => undefined });
    for (const entry of entries) {
      const place = `${folder}/${entry.path}`;
      if (entry.kind === 'file' && entry.executable) chmodSync(place, 0o755);
      if (entry.kind === 'link') symlinkSync(entry.target, place);
    }
    const found = treeDigest(readTree(folder));
    if (found !== digest) throw new RefusedError(`ac/${key}`, `what arrived is the checkpoint ${found}`);
  }, number);
  return true;
}
