import type { ActionRecord } from '../actions/action-record.ts';
import type { JsonValue } from '../../pipeline/values/json.ts';
import { canonicalJson } from '../files/canonical-json.ts';
import { type Digest, sha256 } from '../files/digest.ts';
import { aDigest, listOf, members, only } from '../files/shape.ts';
import type { TreeEntry } from '../files/tree.ts';
import { incomingTree } from '../incoming/incoming-tree.ts';
import { incomingRecord } from '../incoming/take-record.ts';
import { signatureFor, signatureProblem } from './entry-signature.ts';
import { type Pack, packsProblem } from './packs.ts';
import type { RemoteBody } from './stores/remote-store.ts';

/** `ac/KEY` of a remote: the result of an action, and how its output is put together. It is written last, so what it names is there. */
export interface RemoteEntry {
  format: 1;
  record: ActionRecord;
  /** What the output holds, without signatures of files. */
  entries: TreeEntry[];
  packs: Pack[];
}

/** An output of a million files has a record of about this size. */
export const MOST_ENTRY_BYTES = 256 << 20;

const entryShape = members({
  format: only(1),
  packs: listOf(members({ sha256: aDigest, files: listOf(aDigest) })),
});

/** The text of an entry, sealed, and signed where there is a key. */
export function entryBody(
  entry: RemoteEntry,
  signingKey: string | undefined,
): RemoteBody & { bytes: Buffer } {
  const { format, record, entries, packs } = entry;
  const signed = { format, record, entries, packs };
  const signature = signingKey === undefined ? undefined : signatureFor(signed, signingKey);
  const bytes = Buffer.from(JSON.stringify({ ...signed, seal: sealOf(signed), signature }));
  return { bytes, sha256: sha256(bytes) };
}

/** Reads an entry that came from elsewhere: everything in it is checked before any of it is used. */
export function readEntryBody(
  bytes: Buffer,
  key: Digest,
  signingKey: string | undefined,
): { entry: RemoteEntry } | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return { problem: bytes.length === 0 ? 'it is empty' : 'it is no JSON' };
  }
  const misshapen = entryShape(value);
  if (misshapen !== undefined) return { problem: `it${misshapen}` };
  const { format, record, entries, packs, seal, signature } = value as RemoteEntry & {
    seal?: unknown;
    signature?: unknown;
  };
  const taken = incomingRecord(record, key);
  if ('problem' in taken) return taken;
  if (signingKey !== undefined) {
    const problem = signatureProblem({ format, record, entries, packs }, signature, signingKey);
    if (problem !== undefined) return { problem };
  }
  const tree = incomingTree(entries, taken.record.output.digest);
  if ('problem' in tree) return tree;
  const isWhole = seal === sealOf({ format, record, entries, packs });
  const problem =
    packsProblem(packs, tree.entries) ??
    sizeProblem(taken.record, tree.entries) ??
    (isWhole ? undefined : 'it is not what was written');
  return problem === undefined ? { entry: { format, record: taken.record, entries, packs } } : { problem };
}

/** Tells what was written from what a flipped bit has made of it: the key and the output say nothing of metrics and provenance. */
function sealOf(content: object): Digest | undefined {
  try {
    return sha256(canonicalJson(content as JsonValue));
  } catch {
    return undefined; // 1e999 is read as Infinity
  }
}

function sizeProblem({ output }: ActionRecord, entries: readonly TreeEntry[]): string | undefined {
  const files = entries.filter((entry) => entry.kind === 'file');
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  if (files.length !== output.files) return `it counts ${output.files} files and lists ${files.length}`;
  return sizeBytes === output.sizeBytes
    ? undefined
    : `it counts ${output.sizeBytes} bytes and lists ${sizeBytes}`;
}
