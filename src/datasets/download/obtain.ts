import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadRecordFile, type DownloadRecord } from '../../artifacts/download-record.ts';
import { download, type DownloadOptions } from './download.ts';
import { PartialCheckpoint, type StageCheckpoint } from './partial-checkpoint.ts';
import type { PinnedFile } from './pinned-file.ts';
import { takeLocal, type LocalData } from './take-local.ts';
import { TransferProgress } from './transfer-progress.ts';

/** How files are obtained, and who follows. */
export interface ObtainOptions extends Omit<DownloadOptions, 'received'> {
  /** What the data dir has in place of the download. */
  local?: LocalData;
  checkpoint: StageCheckpoint;
  progress: (progress: { fraction: number; message: string }) => void;
}

/**
 * Fills the output folder with the pinned files, from the data dir or over the network, and writes `download.json`.
 * Equal files give equal outputs, wherever they came from.
 */
export async function obtain(
  files: PinnedFile[],
  output: string,
  options: ObtainOptions,
): Promise<DownloadRecord> {
  const received =
    options.local === undefined
      ? await downloadAll(files, output, options)
      : await takeLocal(files, options.local, output);
  const record: DownloadRecord = { format: 1, ...received };
  await writeFile(join(output, downloadRecordFile), `${JSON.stringify(record, undefined, 2)}\n`);
  return record;
}

async function downloadAll(
  files: PinnedFile[],
  output: string,
  options: ObtainOptions,
): Promise<Omit<DownloadRecord, 'format'>> {
  const paths = files.map(({ path }) => join(output, path));
  const checkpoint = new PartialCheckpoint(options.checkpoint, paths);
  await checkpoint.restore();
  const progress = new TransferProgress(files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
  for (const [index, file] of files.entries()) {
    const report = (sizeBytes: number): void => {
      const message = progress.update(file.path, sizeBytes);
      if (message !== undefined) options.progress(message);
    };
    try {
      await download(file, paths[index]!, {
        ...options,
        async received(partial) {
          report(partial.sizeBytes);
          await checkpoint.follow(partial, file.sizeBytes);
        },
      });
    } catch (error) {
      // The error that stopped the download is the one to show: without the checkpoint, the next run starts earlier.
      await checkpoint.save().catch((cause: unknown) => options.log?.(`no checkpoint: ${String(cause)}`));
      throw error;
    }
    report(file.sizeBytes);
  }
  return {
    verified: files.map(({ path, sizeBytes, sha256 }) => ({ path, sizeBytes, sha256 })),
    unverified: [],
  };
}
