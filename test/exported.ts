import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ActionRecord } from '../src/cache/actions/action-record.ts';
import type { CacheFolder } from '../src/cache/files/cache-folder.ts';
import { sha256, type Digest } from '../src/cache/files/digest.ts';
import { CheckpointStore } from '../src/cache/outputs/checkpoint-store.ts';
import { Remote } from '../src/cache/remotes/remote.ts';
import { FolderStore } from '../src/cache/remotes/stores/folder-store.ts';
import { Session } from '../src/cache/sessions/session.ts';
import { exportCache, type ExportReport } from '../src/cache/transfer/export-cache.ts';
import { type ExportList, readExportList } from '../src/cache/transfer/export-list.ts';
import { importCache, type ImportReport } from '../src/cache/transfer/import-cache.ts';
import { fieldsOf, recordAction, temporaryCache } from './temporary-cache.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The key of an interrupted action. */
export const INTERRUPTED: Digest = sha256('interrupted');

/** A cache with two results, of which one is large, a temporary one that is gone, and a checkpoint, and the folder that it is exported to. */
export interface Exported {
  cache: CacheFolder;
  records: ActionRecord[];
  folder: string;
}

/** Makes a cache that has something of everything. */
export async function filledCache(): Promise<Exported> {
  const cache = temporaryCache();
  const records = [
    recordAction(cache, fieldsOf({ width: 1 }), { 'a.txt': 'one', 'nested/b.txt': 'two' }),
    recordAction(cache, fieldsOf({ width: 2 }), { 'large.bin': 'x'.repeat(200_000) }, { instance: 'wide' }),
    recordAction(cache, fieldsOf({ width: 3 }), { 'gone.txt': 'gone' }, { instance: 'brief', dropped: true }),
  ];
  const checkpoints = new CheckpointStore(cache, INTERRUPTED);
  for (const step of [10, 20]) await checkpoints.save(writeState(step));
  const folder = join(temporaryFolder(), 'export');
  mkdirSync(folder);
  return { cache, records, folder };
}

/** Writes the state of a stage that is at this step. */
export function writeState(step: number): (folder: string) => void {
  return (folder) => {
    mkdirSync(join(folder, 'deep'));
    writeFileSync(join(folder, 'deep/state.json'), JSON.stringify({ step }));
  };
}

/** Exports everything that a cache has. */
export async function exportAll(
  { cache, records, folder }: Exported,
  signingKey?: string,
): Promise<ExportReport> {
  return await exportCache(cache, new Remote(new FolderStore(folder, 10_000), signingKey), {
    results: new Set(records.map(({ key }) => key)),
    interrupted: new Map([[INTERRUPTED, 'long']]),
    onProgress: () => undefined,
  });
}

/** Imports a folder into a cache. */
export async function importAll(
  cache: CacheFolder,
  folder: string,
  signingKey?: string,
): Promise<ImportReport> {
  const session = new Session(cache);
  try {
    const list = listIn(folder, signingKey);
    const remote = new Remote(new FolderStore(folder, 10_000), signingKey);
    return await importCache(cache, remote, list, { owner: session.owner, onProgress: () => undefined });
  } finally {
    session.close();
  }
}

/** What an exported folder says that it holds. */
export function listIn(folder: string, signingKey?: string): ExportList {
  const list = readExportList(folder, signingKey);
  if (list.state !== 'read') throw new Error(`there is no list: ${JSON.stringify(list)}`);
  return list.content;
}

/** The step of the checkpoint that a cache has. */
export function stepIn(cache: CacheFolder): number | undefined {
  const folder = new CheckpointStore(cache, INTERRUPTED).load(() => undefined);
  if (folder === undefined) return undefined;
  return (JSON.parse(readFileSync(join(folder, 'deep/state.json'), 'utf8')) as { step: number }).step;
}
