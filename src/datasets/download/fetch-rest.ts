import { formatBytes, type PinnedFile } from './pinned-file.ts';
import type { PartialFile } from './partial-file.ts';
import { networkError, TransferError } from './transfer-error.ts';
import { DataError } from '../data-error.ts';

/** One attempt's rules. */
export interface FetchRestOptions {
  /** How long nothing may arrive before the attempt is given up. */
  stallMs: number;
  signal?: AbortSignal | undefined;
  /** After each piece. */
  received: () => Promise<void> | void;
}

const TRANSIENT = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * One attempt: asks for the bytes that the partial file does not hold yet and appends them as they arrive. A server that
 * ignores the range, or whose file is another version by now, makes it start from the first byte.
 */
export async function fetchRest(
  source: PinnedFile,
  partial: PartialFile,
  options: FetchRestOptions,
): Promise<void> {
  const stalled = new AbortController();
  const timer = setTimeout(() => {
    stalled.abort();
  }, options.stallMs);
  const signals = options.signal === undefined ? [stalled.signal] : [stalled.signal, options.signal];
  try {
    const response = await fetch(source.url, {
      headers: rangeHeaders(partial),
      signal: AbortSignal.any(signals),
    });
    timer.refresh();
    try {
      await prepare(source, partial, response);
    } catch (error) {
      await response.body?.cancel();
      throw error;
    }
    for await (const bytes of response.body ?? []) {
      timer.refresh();
      await partial.append(bytes);
      if (partial.sizeBytes > source.sizeBytes) throw await tooLong(source, partial);
      await options.received();
      timer.refresh();
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof TransferError || error instanceof DataError) throw error;
    if (!stalled.signal.aborted) throw networkError(error);
    const held = formatBytes(partial.sizeBytes);
    throw new TransferError(`nothing arrived for ${options.stallMs / 1000} s after ${held}`, {
      retryable: true,
    });
  } finally {
    clearTimeout(timer);
    await partial.close();
  }
  if (partial.sizeBytes < source.sizeBytes) {
    const held = `${formatBytes(partial.sizeBytes)} of ${formatBytes(source.sizeBytes)}`;
    throw new TransferError(`the transfer ended after ${held}`, { retryable: true });
  }
}

function rangeHeaders(partial: PartialFile): Record<string, string> {
  // Ranges count the bytes of the file itself, so no compression on the way.
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (partial.sizeBytes === 0) return headers;
  headers['range'] = `bytes=${partial.sizeBytes}-`;
  // Without a validator the digest alone tells whether both parts are of one version.
  if (partial.validator !== undefined) headers['if-range'] = partial.validator;
  return headers;
}

/** Checks the head of the response and sets the partial file to where its bytes begin. */
async function prepare(source: PinnedFile, partial: PartialFile, response: Response): Promise<void> {
  if (response.status === 416) {
    const held = formatBytes(partial.sizeBytes);
    await partial.restart();
    throw new TransferError(`the server has nothing after the ${held} already here`, { retryable: true });
  }
  if (!response.ok) throw refused(response);
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  if (response.status === 206 && Number(range?.[1]) !== partial.sizeBytes) {
    const wanted = partial.sizeBytes;
    await partial.restart();
    const received = response.headers.get('content-range') ?? 'none';
    throw new TransferError(`bytes from ${wanted} were asked for, the server sent the range "${received}"`, {
      retryable: true,
    });
  }
  const total = response.status === 206 ? range?.[2] : response.headers.get('content-length');
  if (total !== null && total !== undefined && total !== '*' && Number(total) !== source.sizeBytes) {
    throw new TransferError(
      `the server offers ${formatBytes(Number(total))}, expected ${formatBytes(source.sizeBytes)}: the file behind the address has changed`,
      { retryable: false },
    );
  }
  if (response.status === 206) partial.join();
  else await partial.restart(validatorOf(response));
}

function refused(response: Response): TransferError {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const status = `${response.status} ${response.statusText}`.trim();
  return new TransferError(`the server answered ${status}`, {
    retryable: TRANSIENT.has(response.status),
    ...(seconds > 0 && { waitMs: 1000 * Math.min(seconds, 60) }),
  });
}

/** A weak ETag does not promise equal bytes; the date of the last change then has to do. */
function validatorOf(response: Response): string | undefined {
  const tag = response.headers.get('etag');
  if (tag?.startsWith('"')) return tag;
  return response.headers.get('last-modified') ?? undefined;
}

async function tooLong(source: PinnedFile, partial: PartialFile): Promise<TransferError> {
  await partial.restart();
  return new TransferError(`more than the expected ${formatBytes(source.sizeBytes)} arrived`, {
    retryable: false,
  });
}
