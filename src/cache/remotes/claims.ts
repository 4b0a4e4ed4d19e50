import { setTimeout as sleep } from 'node:timers/promises';
import { type Digest, sha256 } from '../files/digest.ts';
import { aNumber, aText, members, only } from '../files/shape.ts';
import type { Owner } from '../sessions/session.ts';
import { signatureFor, signatureProblem } from './entry-signature.ts';
import type { Remote } from './remote.ts';
import { RemoteError } from './stores/remote-error.ts';
import type { RemotePath } from './stores/remote-store.ts';

/** Says in a remote that somebody computes an action at this time. */
interface Claim {
  format: 1;
  action: Digest;
  session: string;
  pid: number;
  host: string;
  /** Grows while the owner lives. */
  beat: number;
}

const claimShape = members({
  format: only(1),
  action: aText,
  session: aText,
  pid: aNumber,
  host: aText,
  beat: aNumber,
});

/** Who computes an action elsewhere. */
export type ClaimOwner = Pick<Claim, 'pid' | 'host'>;

const BEAT_MS = 15_000;
/** An owner of which nothing is heard for so long, by the clock of who waits, is taken for dead. */
const SILENCE_MS = 60_000;
/** Where a remote cannot say who was first: so long after writing, the one whose claim stands has it. */
const SETTLE_MS = 150;
const MOST_CLAIM_BYTES = 4096;

/**
 * Who computes what, among those that share a remote: it spares them the same work, and nothing rests on it. Both would send the same content
 * under names that follow from the content.
 */
export class Claims {
  readonly #remote: Remote;
  readonly #owner: Owner;
  readonly #mine = new Map<Digest, { beat: number; timer: NodeJS.Timeout }>();
  /** What stood there when it was last seen to change. */
  readonly #seen = new Map<Digest, { text: string; sinceMs: number }>();
  readonly #silenceMs: number;

  constructor(remote: Remote, owner: Owner, silenceMs = SILENCE_MS) {
    this.#remote = remote;
    this.#owner = owner;
    this.#silenceMs = silenceMs;
  }

  get remote(): Remote {
    return this.#remote;
  }

  /**
   * Claims an action; gives who has it where that is somebody else, who lives.
   * @throws RemoteError
   */
  async take(action: Digest): Promise<ClaimOwner | undefined> {
    const { store } = this.#remote;
    const found = await this.#read(action);
    if (found !== undefined && this.#lives(action, found)) return found.claim;
    const won = await store.put(pathOf(action), this.#body(action, 0), found === undefined);
    if (!won || !store.conditional || found !== undefined) {
      if (won) await sleep(SETTLE_MS);
      const now = await this.#read(action);
      if (now !== undefined && now.claim.session !== this.#owner.session) {
        this.#lives(action, now);
        return now.claim;
      }
    }
    const timer = setInterval(() => {
      void this.#beat(action);
    }, BEAT_MS);
    timer.unref();
    this.#mine.set(action, { beat: 0, timer });
    return undefined;
  }

  /** Gives an action back: its result is there, or will not be made here. */
  async release(action: Digest): Promise<void> {
    const mine = this.#mine.get(action);
    if (mine === undefined) return;
    clearInterval(mine.timer);
    this.#mine.delete(action);
    await this.#remote.store.remove(pathOf(action));
  }

  /** Stops beating; others see that within a minute. */
  close(): void {
    for (const { timer } of this.#mine.values()) clearInterval(timer);
    this.#mine.clear();
  }

  async #beat(action: Digest): Promise<void> {
    const mine = this.#mine.get(action);
    if (mine === undefined) return;
    mine.beat++;
    // A claim that lapses costs work that is done twice, nothing else.
    await this.#remote.store.put(pathOf(action), this.#body(action, mine.beat), false).catch(ignoreRemote);
  }

  #lives(action: Digest, { text, claim }: { text: string; claim: Claim }): boolean {
    if (claim.session === this.#owner.session) return false;
    const seen = this.#seen.get(action);
    if (seen?.text !== text) {
      this.#seen.set(action, { text, sinceMs: performance.now() });
      return true;
    }
    return performance.now() - seen.sinceMs < this.#silenceMs;
  }

  /** What is no claim, or is not signed as it should be, is none. */
  async #read(action: Digest): Promise<{ text: string; claim: Claim } | undefined> {
    const bytes = await this.#remote.store.get(pathOf(action), MOST_CLAIM_BYTES);
    if (bytes === undefined) return undefined;
    try {
      const text = bytes.toString('utf8');
      const { signature, ...claim } = JSON.parse(text) as Claim & { signature?: unknown };
      if (claimShape(claim) !== undefined || claim.action !== action) return undefined;
      const { signingKey } = this.#remote;
      const problem = signingKey === undefined ? undefined : signatureProblem(claim, signature, signingKey);
      return problem === undefined ? { text, claim } : undefined;
    } catch {
      return undefined;
    }
  }

  #body(action: Digest, beat: number): { bytes: Buffer; sha256: Digest } {
    const { session, pid, host } = this.#owner;
    const claim: Claim = { format: 1, action, session, pid, host, beat };
    const { signingKey } = this.#remote;
    const signature = signingKey === undefined ? undefined : signatureFor(claim, signingKey);
    const bytes = Buffer.from(JSON.stringify({ ...claim, signature }));
    return { bytes, sha256: sha256(bytes) };
  }
}

/** Beside the records, under a name that no action has. */
function pathOf(action: Digest): RemotePath {
  return `ac/${sha256(`claim ${action}`)}`;
}

function ignoreRemote(error: unknown): void {
  if (!(error instanceof RemoteError)) throw error;
}
