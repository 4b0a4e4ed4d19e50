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
import { receiveFiles } from '../remotes/receive-output.ts';
import { RefusedError } from '../remotes/refused-error.ts';
import type { Remote } from '../remotes/remote.ts';
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
  onProgress: (done: number, total: number, instance: string) => void;
}

/**
 * Takes into the cache what an exported folder holds: each content is compared with its digest and each record with its key before it gets a
 * name here. What is here already stays as it is, whatever the export says.
 */
export async function importCache(
  cache: CacheFolder,
  remote: Remote,
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
    await take(instance, async () => await takeResult(cache, remote, key, options.owner, report));
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
      if (await takeCheckpoint(cache, remote, checkpoint)) report.checkpoints++;
      else report.known++;
      return undefined;
    });
  }
  return report;
}

/** What is missing or wrong there is said; what goes wrong here ends the import. */
async function refusedBy(
  act: () => Promise<string | undefined> | string | undefined,
): Promise<string | undefined> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof RefusedError) return `${error.path}: ${error.message}`;
    throw error;
  }
}

let received = 0;

async function takeResult(
  cache: CacheFolder,
  remote: Remote,
  key: Digest,
  { session }: Owner,
  report: ImportReport,
): Promise<string | undefined> {
  const entry = await remote.find(key);
  if (entry === undefined) return `ac/${key}: it is not there`;
  const { record } = entry;
  const known = knownOutput(cache, key);
  const different = sameOutput(known, record.output.digest);
  if (different !== undefined) return different;
  const here = checkOutput(cache, record.output.digest, 'signature').state === 'intact';
  if (known !== undefined && here) {
    report.known++;
    return undefined;
  }
  if (!here) {
    const staging = cache.stagingOf(session, `import-${received++}`);
    await remote.receive(entry, cache, { staging, got: () => undefined, onlyIfWorth: false });
  }
  takeRecord(cache, record);
  report.results++;
  report.sizeBytes += record.output.sizeBytes;
  return undefined;
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
async function takeCheckpoint(
  cache: CacheFolder,
  { store }: Remote,
  incoming: ExportedCheckpoint,
): Promise<boolean> {
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
