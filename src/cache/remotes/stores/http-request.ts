import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemError } from '../../files/system-error.ts';
import { isOwnError, RemoteError, type RemoteFault } from './remote-error.ts';
import type { RemoteBody } from './remote-store.ts';

/** A request of HTTP. */
export interface HttpRequest {
  method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  url: URL;
  headers?: Record<string, string>;
  body?: RemoteBody;
  /** Which part of the file; all of it where absent. */
  part?: { start: number; sizeBytes: number };
  sent?: ((bytes: number) => void) | undefined;
}

/** How patient requests are. */
export interface Patience {
  /** How long nothing may move. */
  stallMs: number;
  /** Ends what is going on. */
  signal: AbortSignal;
}

const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);
const TRIES = 3;
const PAUSE_MS = 250;

/**
 * Makes a request, a second and a third time where the server has a passing trouble, and hands the answer to `read`. What stalls is not tried
 * again: the run would wait.
 * @throws RemoteError where no answer comes, or none that can be read to the end; the status is for the caller to judge
 */
export async function httpRequest<Result>(
  prepare: () => Promise<HttpRequest> | HttpRequest,
  patience: Patience,
  read: (response: Response, alive: () => void) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(await prepare(), patience, read);
    } catch (error) {
      if (!(error instanceof RemoteError) || !error.passing || attempt === TRIES || patience.signal.aborted)
        throw error;
      await sleep(PAUSE_MS * 3 ** (attempt - 1) * (0.5 + Math.random()));
    }
  }
}

async function once<Result>(
  request: HttpRequest,
  { stallMs, signal }: Patience,
  read: (response: Response, alive: () => void) => Promise<Result>,
): Promise<Result> {
  const { method, url, body, sent } = request;
  const stalled = new AbortController();
  const timer = setTimeout(() => {
    stalled.abort();
  }, stallMs);
  const alive = (): void => {
    timer.refresh();
  };
  const place = url.host;
  try {
    const response = await fetch(url, {
      method,
      headers: { 'accept-encoding': 'identity', ...lengthHeader(request), ...request.headers },
      // A redirection would take what was signed, or a password, elsewhere.
      redirect: 'manual',
      signal: AbortSignal.any([stalled.signal, signal]),
      ...(body && { body: bodyOf(request, alive), duplex: 'half' }),
    });
    alive();
    if (body !== undefined && 'bytes' in body) sent?.(body.bytes.length);
    if (PASSING.has(response.status))
      throw await refusal(response, `${place} answered ${statusText(response)}`, true);
    return await read(response, alive);
  } catch (error) {
    if (isOwnError(error)) throw error;
    if (signal.aborted) throw new RemoteError('failed', 'it was given up', { cause: error });
    if (stalled.signal.aborted)
      throw new RemoteError('slow', `${place} gave no sign for ${stallMs / 1000} s`, { cause: error });
    const fault = fileFault(error);
    throw fault instanceof Error ? fault : networkFault(place, error);
  } finally {
    clearTimeout(timer);
  }
}

function lengthHeader({ body, part }: HttpRequest): Record<string, string> {
  if (body === undefined) return {};
  const length = 'bytes' in body ? body.bytes.length : (part?.sizeBytes ?? body.sizeBytes);
  return { 'content-length': String(length) };
}

function bodyOf({ body, part, sent }: HttpRequest, alive: () => void): BodyInit {
  if ('bytes' in body!) return body.bytes as Uint8Array<ArrayBuffer>;
  const { start, sizeBytes } = part ?? { start: 0, sizeBytes: body!.sizeBytes };
  if (sizeBytes === 0) return new Uint8Array();
  const stream = createReadStream(body!.file, { start, end: start + sizeBytes - 1 });
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      alive();
      sent?.(piece.length);
      yield piece;
    }
  };
  return pieces() as unknown as BodyInit;
}

/** The file that is sent cannot be read: no fault of the remote. */
function fileFault(error: unknown): unknown {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && 'path' in cause ? systemError(cause, 'sending a file') : undefined;
}

function networkFault(place: string, error: unknown): RemoteError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  const says = code ?? (cause instanceof Error ? cause.message : String(cause));
  // A cut connection is worth another try; where nobody listens, nobody will a moment later.
  const passing = code === undefined || ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(code);
  return new RemoteError('unreachable', `${place} cannot be reached (${says})`, { passing, cause: error });
}

const MOST_ANSWER_BYTES = 16 << 10;

/** What a server that says no means. */
export async function refusal(response: Response, says: string, passing = false): Promise<RemoteError> {
  const text = await beginningOf(response).catch(() => '');
  const code = /<Code>([A-Za-z0-9]+)<\/Code>/.exec(text)?.[1];
  return new RemoteError(faultOf(response.status, code), code === undefined ? says : `${says}, ${code}`, {
    passing,
  });
}

/** The beginning of the text of an answer. */
async function beginningOf(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of response.body ?? []) {
    pieces.push(piece);
    length += piece.length;
    if (length > MOST_ANSWER_BYTES) break;
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** A status as people read it. */
export function statusText({ status, statusText: words }: Response): string {
  return `${status} ${words}`.trim();
}

/** What services call a bucket that takes no more: Ceph with 403, Swift with 400. */
const FULL = new Set(['QuotaExceeded', 'EntityTooLarge']);

function faultOf(status: number, code: string | undefined): RemoteFault {
  if (code === 'NoSuchBucket' || status === 404 || status === 405 || status === 409) return 'no-place';
  if (status === 507 || status === 413 || (code !== undefined && FULL.has(code))) return 'full';
  if (status === 401 || status === 403) return 'denied';
  return 'failed';
}
