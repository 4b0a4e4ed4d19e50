import { PipelineError } from '../../pipeline/faults/error.ts';
import type { ActionRecord } from '../actions/action-record.ts';
import type { CacheFolder } from '../files/cache-folder.ts';
import type { Digest } from '../files/digest.ts';
import type { TreeEntry } from '../files/tree.ts';
import type { StoredOutput } from '../outputs/output-store.ts';
import { openStore } from './open-store.ts';
import type { ReceiveOptions } from './receive-output.ts';
import { RefusedError } from './refused-error.ts';
import { Remote, type Sent } from './remote.ts';
import type { RemoteEntry } from './remote-entry.ts';
import type { RemoteSetting } from './remote-settings.ts';
import { Slots } from './slots.ts';
import { RemoteError } from './stores/remote-error.ts';

/** Something about a remote that a person should know. */
export interface RemoteProblem {
  /** Where the remote is. */
  remote: string;
  message: string;
  hint: string;
  /** `refused`: one thing was not taken. Else for the rest of the run the remote is not read, not written, or neither (`off`). */
  consequence: 'refused' | 'not-read' | 'not-written' | 'off';
}

interface Member {
  remote: Remote;
  reads: boolean;
  writes: boolean;
}

const SMALL_AT_A_TIME = 16;
const LARGE_AT_A_TIME = 4;

/** The remotes of a run, in the order in which they are asked. One that fails is left alone from then on; nothing fails by it. */
export class Remotes {
  readonly #members: Member[];
  readonly #tell: (problem: RemoteProblem) => void;
  /** A remote that fails ends the run. */
  readonly #strict: boolean;
  readonly #small = new Slots(SMALL_AT_A_TIME);
  readonly #large = new Slots(LARGE_AT_A_TIME);

  constructor(members: Member[], strict: boolean, tell: (problem: RemoteProblem) => void) {
    this.#members = members;
    this.#strict = strict;
    this.#tell = tell;
  }

  get reads(): boolean {
    return this.#members.some(({ reads }) => reads);
  }

  get writes(): boolean {
    return this.#members.some(({ writes }) => writes);
  }

  /** The first that is read and written: where those who share it meet. */
  get shared(): Remote | undefined {
    return this.#members.find(({ reads, writes }) => reads && writes)?.remote;
  }

  /** The first record of an action that can be taken. */
  async find(key: Digest): Promise<{ remote: Remote; entry: RemoteEntry } | undefined> {
    for (const member of this.#members) {
      const entry = await this.#small.run(() => this.#reading(member, () => member.remote.find(key)));
      if (entry !== undefined) return { remote: member.remote, entry };
    }
    return undefined;
  }

  /** Brings an output here; undefined where it could not be taken. */
  async receive(
    { remote, entry }: { remote: Remote; entry: RemoteEntry },
    cache: CacheFolder,
    options: ReceiveOptions,
  ): Promise<StoredOutput | undefined> {
    const member = this.#members.find((candidate) => candidate.remote === remote)!;
    return await this.#large.run(() => this.#reading(member, () => remote.receive(entry, cache, options)));
  }

  /** Sends a result to every remote that is written to; gives how it ended in each that did not fail. */
  async send(
    record: ActionRecord,
    entries: TreeEntry[],
    folder: string,
    options: Parameters<Remote['send']>[3],
  ): Promise<Sent[]> {
    const ended: Sent[] = [];
    for (const member of this.#members) {
      const sent = await this.#large.run(() =>
        this.#asking(member, 'writes', () => member.remote.send(record, entries, folder, options)),
      );
      if (sent !== undefined) ended.push(sent);
    }
    return ended;
  }

  /** Does something with a remote that may fail as everything about it may. */
  async attempt<Result>(remote: Remote, act: () => Promise<Result>): Promise<Result | undefined> {
    const member = this.#members.find((candidate) => candidate.remote === remote);
    return member && (await this.#small.run(() => this.#asking(member, 'writes', act)));
  }

  /** Gives up what is going on. */
  close(): void {
    for (const { remote } of this.#members) remote.store.close();
  }

  #reading<Result>(member: Member, act: () => Promise<Result>): Promise<Result | undefined> {
    return this.#asking(member, 'reads', act);
  }

  async #asking<Result>(
    member: Member,
    what: 'reads' | 'writes',
    act: () => Promise<Result>,
  ): Promise<Result | undefined> {
    if (!member[what]) return undefined;
    try {
      return await act();
    } catch (error) {
      if (error instanceof RefusedError) this.#refuse(member, error);
      else if (error instanceof RemoteError) this.#leave(member, what, error);
      else throw error;
      return undefined;
    }
  }

  #refuse({ remote }: Member, { path, message, missing }: RefusedError): void {
    const hint = missing
      ? 'It was removed there, or never arrived; it is sent again with the result.'
      : 'Somebody changed it there, it was damaged, or it was signed otherwise; it is made again here, and sent anew.';
    const consequence = 'refused';
    this.#tell({ remote: remote.name, message: `${path} was not taken: ${message}`, hint, consequence });
  }

  #leave(member: Member, what: 'reads' | 'writes', { fault, message, hint }: RemoteError): void {
    if (!member[what]) return; // several requests were on their way
    const name = member.remote.name;
    if (this.#strict) throw new PipelineError('remote-failed', `the remote ${name}: ${message}`, { hint });
    const both = fault !== 'denied' && fault !== 'full';
    const other = what === 'reads' ? 'writes' : 'reads';
    if (both) member[other] = false;
    member[what] = false;
    const consequence =
      !member.reads && !member.writes ? 'off' : what === 'reads' ? 'not-read' : 'not-written';
    this.#tell({ remote: name, message, hint, consequence });
  }
}

/** Opens the remotes; nothing is asked yet. */
export async function openRemotes(
  settings: readonly RemoteSetting[],
  strict: boolean,
  tell: (problem: RemoteProblem) => void,
): Promise<Remotes> {
  const members = await Promise.all(
    settings.map(async (setting) => {
      const { reads, writes, signingKey } = setting;
      return { remote: new Remote(await openStore(setting), signingKey), reads, writes };
    }),
  );
  return new Remotes(members, strict, tell);
}
