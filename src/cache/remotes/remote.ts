import type { ActionRecord } from '../actions/action-record.ts';
import type { CacheFolder } from '../files/cache-folder.ts';
import type { Digest } from '../files/digest.ts';
import type { TreeEntry } from '../files/tree.ts';
import type { StoredOutput } from '../outputs/output-store.ts';
import { type ReceiveOptions, receiveOutput } from './receive-output.ts';
import { RefusedError } from './refused-error.ts';
import { entryBody, MOST_ENTRY_BYTES, readEntryBody, type RemoteEntry } from './remote-entry.ts';
import { type SendOptions, sendOutput } from './send-output.ts';
import type { RemotePath, RemoteStore } from './stores/remote-store.ts';

/** How sending a result ended: it was there already, whole; or it was sent; or another output of the same action is there, and stays. */
export type Sent = { state: 'there' } | { state: 'sent' } | { state: 'differs'; output: Digest };

/** One remote cache: results of actions, each a record with the contents of its output. */
export class Remote {
  readonly store: RemoteStore;
  readonly signingKey: string | undefined;
  /** What was found to be wrong there, or gone: it is sent anew. */
  readonly #damaged = new Set<RemotePath>();

  constructor(store: RemoteStore, signingKey: string | undefined) {
    this.store = store;
    this.signingKey = signingKey;
  }

  get name(): string {
    return this.store.name;
  }

  /**
   * Asks for the result of an action; undefined where there is none.
   * @throws RefusedError for a record that is none, or not signed as it should be; RemoteError
   */
  async find(key: Digest): Promise<RemoteEntry | undefined> {
    const path: RemotePath = `ac/${key}`;
    const bytes = await this.store.get(path, MOST_ENTRY_BYTES);
    if (bytes === undefined) return undefined;
    const read = readEntryBody(bytes, key, this.signingKey);
    if ('entry' in read) return read.entry;
    this.#damaged.add(path);
    throw new RefusedError(path, read.problem);
  }

  /**
   * Brings an output here.
   * @throws RefusedError where a part of it is missing or damaged: it is sent anew once it was made; RemoteError
   */
  async receive(entry: RemoteEntry, cache: CacheFolder, options: ReceiveOptions): Promise<StoredOutput> {
    try {
      return await receiveOutput(this.store, cache, entry, options);
    } catch (error) {
      if (error instanceof RefusedError) this.#damaged.add(error.path).add(`ac/${entry.record.key}`);
      throw error;
    }
  }

  /**
   * Sends a result: the contents first, the record last. A good record that is there stays; so the first result of an action counts.
   * @param thorough - whether to ask of a record that is there whether its contents are, too
   * @throws RemoteError; PipelineError where the output is damaged here
   */
  async send(
    record: ActionRecord,
    entries: TreeEntry[],
    folder: string,
    { thorough, ...options }: Omit<SendOptions, 'damaged'> & { thorough: boolean },
  ): Promise<Sent> {
    const path: RemotePath = `ac/${record.key}`;
    const before = await this.#lookAt(record.key);
    const repairs = this.#damaged.has(path);
    if (before !== undefined && !repairs) {
      const { digest } = before.record.output;
      if (digest !== record.output.digest) return { state: 'differs', output: digest };
      if (!thorough || (await this.#isWhole(before))) {
        options.sent(record.output.sizeBytes);
        return { state: 'there' };
      }
    }
    const packs = await sendOutput(this.store, folder, entries, { ...options, damaged: this.#damaged });
    const whole = { ...record };
    delete whole.dropped;
    const body = entryBody({ format: 1, record: whole, entries, packs }, this.signingKey);
    const ifAbsent = before === undefined && !repairs;
    const stored = await this.store.put(path, body, ifAbsent);
    this.#damaged.delete(path);
    if (stored) return { state: 'sent' };
    const first = await this.#lookAt(record.key);
    return first === undefined || first.record.output.digest === record.output.digest
      ? { state: 'there' }
      : { state: 'differs', output: first.record.output.digest };
  }

  /** A record that cannot be taken is written over. */
  async #lookAt(key: Digest): Promise<RemoteEntry | undefined> {
    try {
      return await this.find(key);
    } catch (error) {
      if (error instanceof RefusedError) return undefined;
      throw error;
    }
  }

  /** A server that makes room may have removed contents whose record it kept. */
  async #isWhole({ entries, packs }: RemoteEntry): Promise<boolean> {
    const packed = new Set(packs.flatMap(({ files }) => files));
    const sizes = new Map<Digest, number>();
    for (const entry of entries) if (entry.kind === 'file') sizes.set(entry.sha256, entry.sizeBytes);
    const wanted = new Map([...sizes].filter(([content]) => !packed.has(content)));
    for (const { sha256, files } of packs)
      wanted.set(
        sha256,
        files.reduce((sum, file) => sum + sizes.get(file)!, 0),
      );
    for (const [content, sizeBytes] of wanted)
      if ((await this.store.sizeOf(`cas/${content}`)) !== sizeBytes) return false;
    return true;
  }
}
