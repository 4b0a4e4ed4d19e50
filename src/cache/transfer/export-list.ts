import { join } from 'node:path';
import type { JsonValue } from '../../pipeline/values/json.ts';
import { canonicalJson } from '../files/canonical-json.ts';
import type { ActionRecord } from '../actions/action-record.ts';
import type { Digest } from '../files/digest.ts';
import { readSealed, type Sealed, writeSealed } from '../files/sealed-json.ts';
import { aDigest, aNumber, aText, either, listOf, members, only, type Shape } from '../files/shape.ts';
import type { TreeEntry } from '../files/tree.ts';
import type { Pack } from '../remotes/packs.ts';
import { signatureFor, signatureProblem } from '../remotes/entry-signature.ts';

/** The state of an interrupted instance. */
export interface ExportedCheckpoint {
  key: Digest;
  instance: string;
  /** Which of the checkpoints of its action it is: later ones are further. */
  number: number;
  digest: Digest;
  entries: TreeEntry[];
  packs: Pack[];
}

/** `export.json`: what an exported folder holds. It is written last, so what it names is there. */
export interface ExportList {
  format: 1;
  /** Results: entries of a remote cache lie in the same folder for each. */
  results: { key: Digest; instance: string; sizeBytes: number }[];
  /** Results whose output was temporary, and is gone: what they were is known all the same. */
  dropped: ActionRecord[];
  checkpoints: ExportedCheckpoint[];
  signature?: Digest;
}

const anything: Shape = () => undefined;

const packShape = members({ sha256: aDigest, files: listOf(aDigest) });

const listShape = members(
  {
    format: only(1),
    results: listOf(members({ key: aDigest, instance: aText, sizeBytes: aNumber })),
    // Each is looked at as a whole when its turn comes.
    dropped: listOf(members({ key: aDigest })),
    checkpoints: listOf(
      members({
        key: aDigest,
        instance: aText,
        number: aNumber,
        digest: aDigest,
        entries: anything,
        packs: listOf(packShape),
      }),
    ),
  },
  { signature: either(aText) },
);

function place(folder: string): string {
  return join(folder, 'export.json');
}

/** Writes what an exported folder holds, signed where there is a key. */
export function writeExportList(folder: string, list: ExportList, signingKey: string | undefined): void {
  const signature = signingKey === undefined ? undefined : signatureFor(plain(list), signingKey);
  writeSealed(place(folder), { ...list, ...(signature && { signature }) }, 'writing what was exported');
}

/** Reads it; where there is a key, one that is not signed by it is no better than a damaged one. */
export function readExportList(folder: string, signingKey: string | undefined): Sealed<ExportList> {
  const read = readSealed<ExportList>(place(folder), 'reading what was exported', listShape);
  if (read.state !== 'read' || signingKey === undefined) return read;
  const { signature, ...list } = read.content;
  const problem = signatureProblem(plain(list), signature, signingKey);
  return problem === undefined ? read : { state: 'damaged', problem };
}

/** Only what JSON can say, in one order. */
function plain(list: object): object {
  return JSON.parse(canonicalJson(list as JsonValue)) as object;
}
