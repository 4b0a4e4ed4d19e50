import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { UnverifiedFile } from '../artifacts/dataset.ts';
import { downloadRecord, downloadRecordFile } from '../artifacts/download-record.ts';

/**
 * The files of a download that were let in although their digest is not the pinned one. A folder that no download stage
 * filled (a model folder of one's own) has no pinned digests, and none of its files are named.
 */
export async function unverifiedFiles(folder: string): Promise<UnverifiedFile[]> {
  const record = join(folder, downloadRecordFile);
  if (!(await stat(record).catch(() => undefined))?.isFile()) return [];
  return downloadRecord.parse(JSON.parse(await readFile(record, 'utf8'))).unverified;
}
