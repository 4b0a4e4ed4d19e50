import { type Digest, isDigest } from '../files/digest.ts';
import { filesByContent } from './packs.ts';
import { RefusedError } from './refused-error.ts';
import type { Remote } from './remote.ts';
import { Slots } from './slots.ts';
import type { AbandonedUpload, ListedObject } from './stores/remote-store.ts';

const DAY_MS = 86_400_000;
const AT_A_TIME = 16;

/** What to keep in a remote. */
export interface CollectOptions {
  /** Keys of the actions that this project reaches. */
  keep: ReadonlySet<Digest>;
  /** Records that were sent within so many days stay as well: other projects may reach them. */
  keepDays: number;
  /** Only say what would go. */
  dryRun: boolean;
  nowMs?: number;
}

/** What went, or would go, and what stays. */
export interface CollectReport {
  records: number;
  contents: number;
  /** Uploads that were cut, and that nobody has gone on with for a day. */
  cutUploads: number;
  freedBytes: number;
  kept: { records: number; contents: number; sizeBytes: number };
}

/**
 * Removes records that are old and not reached, then the contents that no record names which stays, and what uploads have left that were cut.
 * Contents and beginnings of the last day stay: they may be on their way. Undefined where the remote cannot say what it holds.
 * @throws RemoteError
 */
export async function collectRemote(
  remote: Remote,
  { keep, keepDays, dryRun, nowMs = Date.now() }: CollectOptions,
): Promise<CollectReport | undefined> {
  const { store } = remote;
  if (store.list === undefined) return undefined;
  const records: ListedObject[] = [];
  const contents: ListedObject[] = [];
  for await (const object of store.list()) (object.path.startsWith('ac/') ? records : contents).push(object);
  const since = nowMs - keepDays * DAY_MS;
  const [staying, going] = divided(
    records,
    ({ path, changedMs }) => keep.has(nameOf(path)) || changedMs >= since,
  );
  const named = new Set<Digest>();
  const slots = new Slots(AT_A_TIME);
  await Promise.all(
    staying.map(({ path }) =>
      slots.run(async () => {
        addNames(named, await contentsNamedBy(remote, nameOf(path)));
      }),
    ),
  );
  const [used, unused] = divided(
    contents,
    ({ path, changedMs }) => named.has(nameOf(path)) || changedMs >= nowMs - DAY_MS,
  );
  // Records first: none outlives what it names, even if this is cut half-way.
  if (!dryRun)
    for (const objects of [going, unused])
      await Promise.all(objects.map(({ path }) => slots.run(() => store.remove(path))));
  const cut: AbandonedUpload[] = [];
  for await (const upload of store.abandoned?.(nowMs - DAY_MS) ?? []) cut.push(upload);
  if (!dryRun) await Promise.all(cut.map((upload) => slots.run(upload.remove)));
  return {
    records: going.length,
    contents: unused.length,
    cutUploads: cut.length,
    freedBytes: sizeOf(going) + sizeOf(unused) + sizeOf(cut),
    kept: { records: staying.length, contents: used.length, sizeBytes: sizeOf(staying) + sizeOf(used) },
  };
}

/** What cannot be taken names nothing. */
async function contentsNamedBy(remote: Remote, key: Digest): Promise<Digest[]> {
  try {
    const entry = await remote.find(key);
    if (entry === undefined) return [];
    return [...filesByContent(entry.entries).keys(), ...entry.packs.map(({ sha256 }) => sha256)];
  } catch (error) {
    if (error instanceof RefusedError) return [];
    throw error;
  }
}

function addNames(named: Set<Digest>, names: readonly Digest[]): void {
  for (const name of names) named.add(name);
}

function nameOf(path: string): Digest {
  const name = path.slice(path.indexOf('/') + 1);
  if (!isDigest(name)) throw new Error(`${path} is no path of a remote`);
  return name;
}

function divided(
  objects: readonly ListedObject[],
  stays: (object: ListedObject) => boolean,
): [staying: ListedObject[], going: ListedObject[]] {
  return [objects.filter(stays), objects.filter((object) => !stays(object))];
}

function sizeOf(objects: readonly { sizeBytes: number }[]): number {
  return objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
