import { refusal, statusText } from './http-request.ts';
import { RemoteError } from './remote-error.ts';
import type { Receiver } from './remote-store.ts';

/** Reads the answer to a GET of a small object; undefined where the server has none. */
export async function readSmall(
  response: Response,
  alive: () => void,
  mostBytes: number,
): Promise<Buffer | undefined> {
  if (await isMissing(response)) return undefined;
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of response.body ?? []) {
    alive();
    pieces.push(piece);
    length += piece.length;
    if (length > mostBytes) throw new RemoteError('failed', `an object is larger than ${mostBytes} bytes`);
  }
  return Buffer.concat(pieces);
}

/** Hands the answer to a GET of a large object on; false where the server has none. */
export async function readLarge(response: Response, alive: () => void, receiver: Receiver): Promise<boolean> {
  if (response.status === 416) {
    // More is here than there: from the beginning, then.
    await response.body?.cancel();
    receiver.begin(0);
    throw new RemoteError('failed', 'the part of a file that is here is no part of what is there', {
      passing: true,
    });
  }
  if (await isMissing(response)) return false;
  const start = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
  const isRest = response.status === 206 && Number(start) === receiver.offset;
  if (response.status === 206 && !isRest)
    throw new RemoteError('failed', `bytes from ${receiver.offset} were asked for, others came`);
  receiver.begin(isRest ? receiver.offset : 0);
  for await (const piece of response.body ?? []) {
    alive();
    receiver.piece(piece);
  }
  return true;
}

/** The headers that ask for the rest of an object. */
export function restHeaders({ offset }: Receiver): Record<string, string> {
  return offset === 0 ? {} : { range: `bytes=${offset}-` };
}

/**
 * Whether the answer says that there is no such object; a cache may say so by 204 (nginx), a bucket that is not there is another matter.
 * @throws RemoteError for any other answer that is none
 */
export async function isMissing(response: Response): Promise<boolean> {
  if (response.status === 200 || response.status === 206) return false;
  if (response.status === 204) return true;
  const error = await refusal(response, `the server answered ${statusText(response)}`);
  if (response.status === 404 && !error.message.endsWith(', NoSuchBucket')) return true;
  throw error;
}
