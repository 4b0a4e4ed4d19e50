import type { Digest } from '../../files/digest.ts';

/** A place in a remote, in the shape of Bazel's cache: records of actions by key, contents by their sha256. */
export type RemotePath = `${'ac' | 'cas'}/${Digest}`;

/** What is sent: bytes, or a file (or a part of it) that is read while it is sent. */
export type RemoteBody =
  { bytes: Uint8Array; sha256: Digest } | { file: string; sizeBytes: number; sha256: Digest };

/** What an object is to be received by. */
export interface Receiver {
  /** The bytes that are here already, of which the rest is asked for. */
  offset: number;
  /** Told once, before the first piece: from which byte the remote begins, `offset` or 0. */
  begin(at: number): void;
  piece(bytes: Uint8Array): void;
}

/** An object that a remote lists. */
export interface ListedObject {
  path: RemotePath;
  sizeBytes: number;
  changedMs: number;
}

/** What an upload that was cut has left, which is no object yet. */
export interface AbandonedUpload {
  sizeBytes: number;
  remove: () => Promise<void>;
}

/** Somewhere that keeps objects. Every method throws a RemoteError where the remote does not do what it should. */
export interface RemoteStore {
  /** Where it is, for people, without secrets. */
  readonly name: string;
  /** Whether it keeps to `ifAbsent`, as far as is known. */
  readonly conditional: boolean;
  /** A small object; undefined where there is none. */
  get(path: RemotePath, mostBytes: number): Promise<Buffer | undefined>;
  /** A large object, piece by piece; false where there is none. */
  receive(path: RemotePath, receiver: Receiver): Promise<boolean>;
  /** The size of an object; undefined where there is none. */
  sizeOf(path: RemotePath): Promise<number | undefined>;
  /**
   * Stores an object, as a whole or not at all. With `ifAbsent` one that is there stays and the answer is false, as far as the remote can
   * tell: where it cannot, the last one stays.
   * @param sent - told of the bytes that have gone out
   */
  put(
    path: RemotePath,
    body: RemoteBody,
    ifAbsent: boolean,
    sent?: (bytes: number) => void,
  ): Promise<boolean>;
  remove(path: RemotePath): Promise<void>;
  /** Everything there is; undefined where the remote cannot say. */
  list?(): AsyncIterable<ListedObject>;
  /** What uploads have left that nobody has gone on with since a time; undefined where they leave nothing, or the remote cannot say. */
  abandoned?(beforeMs: number): AsyncIterable<AbandonedUpload>;
  /** Gives up what is going on. */
  close(): void;
}

/** Whether a name is a path of a remote. */
export function remotePath(text: string): RemotePath | undefined {
  return /^(ac|cas)\/[0-9a-f]{64}$/.test(text) ? (text as RemotePath) : undefined;
}
