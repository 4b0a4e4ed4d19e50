import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashFile } from 'hasha';
import pRetry from 'p-retry';
import { DataError } from '../data-error.ts';
import { fetchRest } from './fetch-rest.ts';
import { bytesPath, PartialFile } from './partial-file.ts';
import { describePin, type PinnedFile } from './pinned-file.ts';
import { TransferError } from './transfer-error.ts';

/** How patient a download is, and who follows it. */
export interface DownloadOptions {
  /** Attempts before it is given up, not counting those that bring much. */
  attempts: number;
  /** Pause before the second attempt; it doubles with each. */
  pauseMs: number;
  /** How long nothing may arrive before an attempt is given up. */
  stallMs: number;
  signal?: AbortSignal;
  log?: (line: string) => void;
  /** After each piece that arrived. */
  received?: (partial: PartialFile) => Promise<void> | void;
}

/** An attempt that brought this much does not count as failed: a slow line may break as often as it likes. */
const PROGRESS_BYTES = 1 << 20;

/**
 * Downloads a pinned file to `path`, going on where an earlier download stopped (see PartialFile), and gives it its name
 * only when size and sha256 are the pinned ones.
 */
export async function download(source: PinnedFile, path: string, options: DownloadOptions): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const partial = await PartialFile.open(path, source.url);
  try {
    await receive(source, partial, options);
    const joined = partial.joined;
    let sha256 = await digestOf(partial);
    if (sha256 !== source.sha256 && joined) {
      options.log?.(`${source.url}: the parts do not fit together: starting again from the first byte`);
      await partial.restart();
      await receive(source, partial, options);
      sha256 = await digestOf(partial);
    }
    if (sha256 !== source.sha256) {
      await partial.restart();
      throw new TransferError(`what arrived has sha256 ${sha256}`, { retryable: false });
    }
    await partial.finish();
  } catch (error) {
    if (!(error instanceof TransferError)) throw error;
    throw new DataError(
      `cannot download ${source.url}: ${error.message}: download it by hand, put it into the data dir as ` +
        `${describePin(source)}, and name that folder with --data-dir DIR or EOS_DATA_DIR`,
      { cause: error },
    );
  } finally {
    await partial.close();
  }
}

function digestOf(partial: PartialFile): Promise<string> {
  return hashFile(bytesPath(partial.path), { algorithm: 'sha256' });
}

async function receive(source: PinnedFile, partial: PartialFile, options: DownloadOptions): Promise<void> {
  const { stallMs, signal } = options;
  let before = partial.sizeBytes;
  const attempt = async (): Promise<void> => {
    if (partial.sizeBytes === source.sizeBytes) return;
    before = partial.sizeBytes;
    await fetchRest(source, partial, { stallMs, signal, received: () => options.received?.(partial) });
  };
  await pRetry(attempt, {
    retries: options.attempts - 1,
    minTimeout: options.pauseMs,
    maxTimeout: 60_000,
    ...(signal !== undefined && { signal }),
    shouldConsumeRetry: () => partial.sizeBytes - before < PROGRESS_BYTES,
    shouldRetry: ({ error }) => error instanceof TransferError && error.retryable,
    async onFailedAttempt({ error, retriesLeft }) {
      if (!(error instanceof TransferError) || !error.retryable || retriesLeft === 0) return;
      options.log?.(`${source.url}: ${error.message}: trying again (attempts left: ${retriesLeft})`);
      if (error.waitMs !== undefined) await sleep(error.waitMs, undefined, { signal });
    },
  });
}
