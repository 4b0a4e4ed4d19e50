import { type ActionRecord, readRecord } from '../../cache/actions/action-record.ts';
import type { CacheFolder } from '../../cache/files/cache-folder.ts';
import type { Digest } from '../../cache/files/digest.ts';
import { takeRecord } from '../../cache/incoming/take-record.ts';
import { type Manifest, plainEntries } from '../../cache/outputs/manifest.ts';
import { checkOutput } from '../../cache/outputs/output-check.ts';
import { Claims, type ClaimOwner } from '../../cache/remotes/remote-claims.ts';
import type { Remote, Sent } from '../../cache/remotes/remote.ts';
import type { Remotes } from '../../cache/remotes/remotes.ts';
import type { Owner } from '../../cache/sessions/session.ts';
import type { Emit } from '../event.ts';
import { Transfers } from './transfers.ts';
import { present } from '../../present.ts';

/** A result that somebody else has made. */
export interface Obtained {
  record: ActionRecord;
  /** Where its output was brought here. */
  manifest?: Manifest;
  /** Where it was found. */
  remote: string;
}

/** What asking for an action before it is run finds: run it, its result, or who is computing it. */
export type Claimed =
  { state: 'mine' } | { state: 'made'; obtained: Obtained } | { state: 'theirs'; owner: ClaimOwner };

/** How a result is to be brought here. */
export interface ObtainRequest {
  needsOutput: boolean;
  /** Told of how many bytes there are, and of those that arrive. */
  expects?: (bytes: number) => void;
  got?: (bytes: number) => void;
  /** Whether a transfer that takes longer than making the output is given up. */
  onlyIfWorth?: boolean;
}

let receptions = 0;

/** A run's share in remote caches: results are taken from there and sent there while it goes on. */
export class Sharing {
  readonly #cache: CacheFolder;
  readonly #owner: Owner;
  readonly #remotes: Remotes;
  readonly #emit: Emit;
  readonly #claims: Claims | undefined;
  readonly #transfers: Transfers;
  readonly #sending = new Map<Digest, number>();
  readonly #work = new Set<Promise<void>>();
  #closed = false;

  constructor(cache: CacheFolder, owner: Owner, remotes: Remotes, emit: Emit) {
    this.#cache = cache;
    this.#owner = owner;
    this.#remotes = remotes;
    this.#emit = emit;
    const { shared } = remotes;
    this.#claims = shared && new Claims(shared, owner);
    this.#transfers = new Transfers('sending', emit);
  }

  /** Whether there is anybody to ask. */
  get asks(): boolean {
    return this.#remotes.reads;
  }

  /** Whether an output is on its way, and has to stay until it has arrived. */
  isSending(output: Digest): boolean {
    return this.#sending.has(output);
  }

  /**
   * Brings the result of an action here: its record, and its output where that is needed. Where the cache knows what the action makes, only
   * that will do.
   */
  async obtain(
    key: Digest,
    { needsOutput, expects, got = () => undefined, onlyIfWorth = true }: ObtainRequest,
  ): Promise<Obtained | undefined> {
    const known = readRecord(this.#cache, key);
    const expected = known.state === 'read' ? known.content.output.digest : undefined;
    const failed = new Set<Remote>();
    for (;;) {
      const found = await this.#remotes.find(key, failed);
      if (found === undefined) return undefined;
      failed.add(found.remote);
      const { record } = found.entry;
      const { digest } = record.output;
      if (expected !== undefined && digest !== expected) continue;
      let manifest: Manifest | undefined;
      if (needsOutput && checkOutput(this.#cache, digest, 'signature').state !== 'intact') {
        const staging = this.#cache.stagingOf(this.#owner.session, `remote-${receptions++}`);
        const options = { staging, got, onlyIfWorth };
        expects?.(record.output.sizeBytes);
        manifest = (await this.#remotes.receive(found, this.#cache, options))?.manifest;
        if (manifest === undefined) continue;
      }
      const remote = found.remote.name;
      return { record: takeRecord(this.#cache, record), remote, ...present({ manifest }) };
    }
  }

  /** Asks, before an action is run, whether somebody computes it or has made it by now; from now on others see that it is computed here. */
  async claim(key: Digest, needsOutput: boolean): Promise<Claimed> {
    const claims = this.#claims;
    if (claims === undefined) return { state: 'mine' };
    const taken = await this.#remotes.attempt(claims.remote, async () => ({ owner: await claims.take(key) }));
    if (taken?.owner !== undefined) return { state: 'theirs', owner: taken.owner };
    // Who has made it sends the record before the claim goes.
    const obtained = taken && (await this.obtain(key, { needsOutput }));
    if (obtained === undefined) return { state: 'mine' };
    this.release(key);
    return { state: 'made', obtained };
  }

  /** An action that was claimed is not computed here any more. */
  release(key: Digest): void {
    const claims = this.#claims;
    if (claims === undefined || this.#closed) return;
    this.#later(async () => {
      await this.#remotes.attempt(claims.remote, () => claims.release(key));
    });
  }

  /** Sends a result while the run goes on; with `onSent` it is also asked whether what is there is whole. */
  send(
    instance: { id: string; stage: string },
    record: ActionRecord,
    onSent?: (ended: readonly Sent[]) => void,
  ): void {
    if (!this.#remotes.writes) return;
    const { digest, sizeBytes } = record.output;
    this.#sending.set(digest, (this.#sending.get(digest) ?? 0) + 1);
    const transfer = this.#transfers.begin(sizeBytes);
    this.#later(async () => {
      try {
        const options = { sent: transfer.moved, thorough: onSent !== undefined };
        const ended = await this.#sendNow(instance, record, options);
        onSent?.(ended);
      } finally {
        transfer.end();
        const left = this.#sending.get(digest)! - 1;
        if (left === 0) this.#sending.delete(digest);
        else this.#sending.set(digest, left);
        this.release(record.key);
      }
    });
  }

  /** Waits for everything to arrive, and says how far it is. */
  async finish(): Promise<void> {
    this.#transfers.show();
    try {
      while (this.#work.size > 0) await Promise.all(this.#work);
    } finally {
      this.close();
    }
  }

  /** Gives up what is going on: what was made is in the cache, and can be pushed later. */
  close(): void {
    this.#closed = true;
    this.#transfers.close();
    this.#claims?.close();
    this.#remotes.close();
  }

  async #sendNow(
    { id: instance, stage }: { id: string; stage: string },
    record: ActionRecord,
    options: Parameters<Remotes['send']>[3],
  ): Promise<Sent[]> {
    const { digest } = record.output;
    const check = checkOutput(this.#cache, digest, 'signature');
    if (check.state !== 'intact') return [];
    const entries = plainEntries(check.manifest);
    const ended = await this.#remotes.send(record, entries, this.#cache.output(digest), options);
    for (const outcome of ended) {
      if (outcome.state !== 'differs') continue;
      const { key } = record;
      this.#emit({ type: 'remote-differs', instance, stage, key, here: digest, there: outcome.output });
    }
    return ended;
  }

  #later(work: () => Promise<void>): void {
    const going = work().finally(() => this.#work.delete(going));
    this.#work.add(going);
    // An error is told where it is waited for.
    going.catch(() => undefined);
  }
}
