import { createHash } from 'node:crypto';
import {
  closeSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { CacheFolder } from '../files/cache-folder.ts';
import type { Digest } from '../files/digest.ts';
import { removeTree } from '../files/remove-tree.ts';
import { isMissing } from '../files/system-error.ts';
import { RefusedError } from './refused-error.ts';
import { RemoteError } from './stores/remote-error.ts';
import type { RemotePath, RemoteStore } from './stores/remote-store.ts';

const CHUNK_BYTES = 1 << 20;
/** So long it may take, whatever it would take to make. */
const ALWAYS_MS = 60_000;
/** Before that the speed says nothing. */
const TELLING_MS = 10_000;

/** A content that is to arrive. */
export interface Wanted {
  sha256: Digest;
  sizeBytes: number;
  /** What it would take to make it: a transfer that will take longer is given up. */
  worthMs?: number | undefined;
}

/**
 * Receives one content into a new file, hashing it on the way. What arrived before a connection was cut for good stays in the cache, and the
 * next time goes on from there.
 * @param place - where the file is made: this process alone writes there
 * @param got - told of bytes that arrived
 * @throws RefusedError where it is not there, or is something else; RemoteError where the remote fails
 */
export async function receiveFile(
  store: RemoteStore,
  cache: CacheFolder,
  { sha256, sizeBytes, worthMs }: Wanted,
  place: string,
  got: (bytes: number) => void,
): Promise<void> {
  const path: RemotePath = `cas/${sha256}`;
  const kept = join(cache.arriving, sha256);
  takeKept(kept, place);
  const file = openSync(place, 'a+');
  let hash = createHash('sha256');
  let offset = hashStart(file, hash);
  const startedMs = performance.now();
  let arrived = 0;
  try {
    const found = await store.receive(path, {
      get offset() {
        return offset < sizeBytes ? offset : 0;
      },
      begin(at) {
        if (at === offset) return;
        ftruncateSync(file, 0);
        hash = createHash('sha256');
        offset = 0;
      },
      piece(bytes) {
        if (offset + bytes.length > sizeBytes)
          throw new RefusedError(path, `it is longer than ${sizeBytes} bytes`);
        writeSync(file, bytes);
        hash.update(bytes);
        offset += bytes.length;
        arrived += bytes.length;
        got(bytes.length);
        checkSpeed(performance.now() - startedMs, arrived, sizeBytes - offset, worthMs);
      },
    });
    if (!found) throw new RefusedError(path, 'it is not there', true);
    if (offset < sizeBytes) throw new RefusedError(path, `it has ${offset} bytes, expected ${sizeBytes}`);
    const digest = hash.digest('hex');
    if (digest !== sha256) throw new RefusedError(path, `its content has the sha256 ${digest}`);
  } catch (error) {
    if (error instanceof RemoteError && offset > 0) keep(place, kept, cache);
    else rmSync(place, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

function checkSpeed(spentMs: number, arrived: number, leftBytes: number, worthMs: number | undefined): void {
  if (worthMs === undefined || spentMs < TELLING_MS) return;
  const wholeMs = spentMs * (1 + leftBytes / arrived);
  const mostMs = Math.max(ALWAYS_MS, 2 * worthMs);
  if (wholeMs > mostMs)
    throw new RemoteError(
      'slow',
      `a transfer would take ${Math.round(wholeMs / 1000)} s, and making it took ${Math.round(worthMs / 1000)} s`,
    );
}

/** Only one process gets it: a rename. A link, or a file with another name, would be written to elsewhere. */
function takeKept(kept: string, place: string): void {
  try {
    renameSync(kept, place);
    const stats = lstatSync(place);
    if (!stats.isFile() || stats.nlink > 1) removeTree(place);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

function keep(place: string, kept: string, cache: CacheFolder): void {
  mkdirSync(cache.arriving, { recursive: true });
  renameSync(place, kept);
}

/** Hashes what is here; gives its length. */
function hashStart(file: number, hash: ReturnType<typeof createHash>): number {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let position = 0; ;) {
    const bytes = readSync(file, chunk, 0, CHUNK_BYTES, position);
    if (bytes === 0) return position;
    hash.update(chunk.subarray(0, bytes));
    position += bytes;
  }
}
