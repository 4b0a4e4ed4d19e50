import { acquireLock, lockOwner, releaseLock } from '../../../cache/sessions/action-lock.ts';
import { isAlive, type Owner } from '../../../cache/sessions/session.ts';
import type { CacheFolder } from '../../../cache/files/cache-folder.ts';
import type { Digest } from '../../../cache/files/digest.ts';
import type { BatchFolder } from '../batch/batch-folder.ts';

const LOOK_MS = 2000;

/** Why a node has to stop. */
export type Unwanted = { type: 'fenced' } | { type: 'held'; owner: Owner };

/**
 * Sees to it that an action is not computed in two places. While the process that waits for the results lives, the lock is its; when
 * that is gone, the node takes it. Where somebody else has it, or where the batch was given up, the node stops.
 */
export class GuardedAction {
  readonly #cache: CacheFolder;
  readonly #folder: BatchFolder;
  readonly #task: number;
  readonly #key: Digest;
  readonly #owner: Owner;
  #timer: NodeJS.Timeout | undefined;

  constructor(cache: CacheFolder, folder: BatchFolder, task: number, key: Digest, owner: Owner) {
    this.#cache = cache;
    this.#folder = folder;
    this.#task = task;
    this.#key = key;
    this.#owner = owner;
  }

  /** Whether somebody else is at work, or nobody wants the result; takes the lock where nobody has it. */
  look(): Unwanted | undefined {
    if (!this.#folder.isWanted(this.#task)) return { type: 'fenced' };
    const holder = lockOwner(this.#cache, this.#key);
    if (holder !== undefined && isAlive(this.#cache, holder)) {
      if (holder.session === this.#owner.session || this.#folder.controller?.session === holder.session)
        return undefined;
      return { type: 'held', owner: holder };
    }
    const lock = acquireLock(this.#cache, this.#key, this.#owner);
    return lock.state === 'acquired' ? undefined : { type: 'held', owner: lock.owner };
  }

  /** Looks again and again, until it is told to end. */
  watch(onUnwanted: (why: Unwanted) => void, lookMs = LOOK_MS): void {
    this.#timer = setInterval(() => {
      const why = this.#lookQuietly();
      if (why !== undefined) onUnwanted(why);
    }, lookMs);
  }

  /** Nobody waits for the result: what is in the cache already need not be made again. */
  get isAlone(): boolean {
    return lockOwner(this.#cache, this.#key)?.session === this.#owner.session;
  }

  end(): void {
    clearInterval(this.#timer);
    if (this.isAlone) releaseLock(this.#cache, this.#key);
  }

  /** A file system that does not answer for a moment is no reason to stop. */
  #lookQuietly(): Unwanted | undefined {
    try {
      return this.look();
    } catch {
      return undefined;
    }
  }
}
