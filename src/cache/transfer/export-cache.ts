import { existsSync, readdirSync } from 'node:fs';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { type ActionRecord, readRecord } from '../actions/action-record.ts';
import type { CacheFolder } from '../files/cache-folder.ts';
import type { Digest } from '../files/digest.ts';
import { readTree, treeDigest } from '../files/tree.ts';
import { CheckpointStore } from '../outputs/checkpoint-store.ts';
import { plainEntries } from '../outputs/manifest.ts';
import { checkOutput } from '../outputs/output-check.ts';
import type { Remote } from '../remotes/remote.ts';
import { sendOutput } from '../remotes/send-output.ts';
import { type ExportedCheckpoint, type ExportList, readExportList, writeExportList } from './export-list.ts';

/** What to export. */
export interface ExportRequest {
  /** Keys of results; one that has no record is left out. */
  results: ReadonlySet<Digest>;
  /** Keys of actions whose checkpoint goes along, with the instances that they belong to. */
  interrupted: ReadonlyMap<Digest, string>;
  onProgress: (done: number, total: number, instance: string) => void;
}

/** What was exported, and what was not because it is damaged here. */
export interface ExportReport {
  results: number;
  dropped: number;
  checkpoints: number;
  sizeBytes: number;
  damaged: { instance: string; problem: string }[];
}

/**
 * Refuses a folder that holds anything but an earlier export.
 * @throws PipelineError bad-argument
 */
export function checkExportFolder(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return;
  if (readExportList(folder, undefined).state !== 'missing' || isUnfinished(folder)) return;
  throw new PipelineError('bad-argument', `${folder} is not empty, and no export`, {
    hint: 'Name a folder that is empty or not there yet, or one that was exported to before.',
  });
}

/** An export that was cut off before its list was written. */
function isUnfinished(folder: string): boolean {
  return readdirSync(folder).every((name) => name === 'ac' || name === 'cas');
}

/** Copies results and checkpoints into the remote that is the exported folder, each content once; its list last. */
export async function exportCache(
  cache: CacheFolder,
  remote: Remote,
  { results, interrupted, onProgress }: ExportRequest,
): Promise<ExportReport> {
  const list: ExportList = { format: 1, results: [], dropped: [], checkpoints: [] };
  const report: ExportReport = { results: 0, dropped: 0, checkpoints: 0, sizeBytes: 0, damaged: [] };
  const total = results.size + interrupted.size;
  let done = 0;
  for (const key of results) {
    const read = readRecord(cache, key);
    const instance = read.state === 'read' ? read.content.instance : key;
    onProgress(done++, total, instance);
    if (read.state === 'missing') continue;
    if (read.state === 'read' && read.content.dropped === true) {
      list.dropped.push(read.content);
      continue;
    }
    const problem = read.state === 'damaged' ? read.problem : await exportResult(cache, remote, read.content);
    if (problem !== undefined) report.damaged.push({ instance, problem });
    if (problem !== undefined || read.state === 'damaged') continue;
    const { sizeBytes } = read.content.output;
    list.results.push({ key, instance, sizeBytes });
    report.sizeBytes += sizeBytes;
  }
  for (const [key, instance] of interrupted) {
    onProgress(done++, total, instance);
    const checkpoint = await exportCheckpoint(cache, remote, key, instance, (problem) => {
      report.damaged.push({ instance, problem });
    });
    if (checkpoint !== undefined) list.checkpoints.push(checkpoint);
  }
  writeExportList(remote.name, list, remote.signingKey);
  const { length: dropped } = list.dropped;
  return { ...report, results: list.results.length, dropped, checkpoints: list.checkpoints.length };
}

/** Gives what keeps a result from being exported. What is sent is read first: a damaged file would be one wherever it goes. */
async function exportResult(
  cache: CacheFolder,
  remote: Remote,
  record: ActionRecord,
): Promise<string | undefined> {
  const { digest } = record.output;
  const check = checkOutput(cache, digest, 'hash');
  if (check.state === 'missing') return 'its output is missing';
  if (check.state === 'damaged') return `${check.problems[0]!.path}: ${check.problems[0]!.problem}`;
  const entries = plainEntries(check.manifest);
  const sent = await remote.send(record, entries, cache.output(digest), {
    thorough: true,
    sent: () => undefined,
  });
  if (sent.state !== 'differs') return undefined;
  return `the folder holds another output of the same action, ${sent.output}, which stays`;
}

async function exportCheckpoint(
  cache: CacheFolder,
  { store }: Remote,
  key: Digest,
  instance: string,
  onDamage: (problem: string) => void,
): Promise<ExportedCheckpoint | undefined> {
  const latest = new CheckpointStore(cache, key).latest(({ path, problem }) => {
    onDamage(`${path}: ${problem}`);
  });
  if (latest === undefined) return undefined;
  const { number, folder } = latest;
  const entries = readTree(folder);
  const packs = await sendOutput(store, folder, entries, {
    damaged: new Set<never>(),
    sent: () => undefined,
  });
  return { key, instance, number, digest: treeDigest(entries), entries, packs };
}
