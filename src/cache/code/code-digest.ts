import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { packageRoot } from '../../pipeline/stage/package-root.ts';
import type { CacheFolder } from '../files/cache-folder.ts';
import { canonicalJson } from '../files/canonical-json.ts';
import { type Digest, sha256 } from '../files/digest.ts';
import { readSealed, writeSealed } from '../files/sealed-json.ts';
import { aDigest, listOf, members, aNumber, signatureShape, tableOf, aText } from '../files/shape.ts';
import { type Signature, hasSignature, isSettled, statsAt } from '../files/signature.ts';
import type { ReachedCode, UnfollowedIn } from './reach.ts';

/** Grows when the way code is taken apart changes. */
const CODE_FORMAT = 8;

/** A file of an import closure, as it was when the code was read. */
export type SignedFile = [path: string, signature: Signature];

/** The code digest of a stage file, and the files that it was made from. */
export interface StageCode {
  digest: Digest;
  files: SignedFile[];
  /** Paths at which a file would change what the imports lead to. */
  absent: string[];
  /** Environment variables that the code names. */
  variables: string[];
  /** What it loads under names that cannot be told from the code: its digest misses that. */
  unfollowed: UnfollowedIn[];
}

interface ClosureRecord extends StageCode {
  format: number;
  entry: string;
}

const piecesShape = members(
  { pieces: tableOf(aText), packages: tableOf(aText) },
  { bindings: tableOf(aText), order: tableOf(aText) },
);

const closureShape = members({
  format: aNumber,
  entry: aText,
  digest: aDigest,
  files: listOf((file) =>
    Array.isArray(file) ? (aText(file[0]) ?? signatureShape(file[1])) : ' is not a file',
  ),
  absent: listOf(aText),
  variables: listOf(aText),
  unfollowed: listOf(members({ file: aText, line: aNumber, column: aNumber, text: aText })),
});

/** The file that remembers the import closure of a stage file. */
export function closurePath(cache: CacheFolder, entry: string): string | undefined {
  if (cache.codeClosures === undefined) return undefined;
  const hash = createHash('sha256').update(entry).digest('hex').slice(0, 16);
  return join(cache.codeClosures, `${basename(entry)}-${hash}.json`);
}

function piecesPath(cache: CacheFolder, digest: Digest): string {
  return join(cache.codePieces, `${digest}.json`);
}

/** The pieces behind a code digest; undefined where the cache has lost them. */
export function readPieces(cache: CacheFolder, digest: Digest): ReachedCode | undefined {
  const read = readSealed<ReachedCode>(
    piecesPath(cache, digest),
    'reading the pieces of a code digest',
    piecesShape,
  );
  return read.state === 'read' ? read.content : undefined;
}

/** The code digest of a stage file as far as the stat signatures of its closure vouch for the last one. */
export function knownStageCode(cache: CacheFolder, entry: string): StageCode | undefined {
  const path = closurePath(cache, entry);
  if (path === undefined) return undefined;
  const read = readSealed<ClosureRecord>(path, 'reading the import closure of a stage', closureShape);
  if (read.state !== 'read' || read.content.format !== CODE_FORMAT || read.content.entry !== entry)
    return undefined;
  const { digest, files, absent, variables, unfollowed } = read.content;
  const same = files.every(([path, signature]) => hasSignature(path, signature));
  return same && absent.every((path) => statsAt(path) === undefined)
    ? { digest, files, absent, variables, unfollowed }
    : undefined;
}

/**
 * Code digests of stage files: of the recorded ones from their signatures, of the others by reading their code. What was read is
 * recorded, but a cache folder that does not exist is not made for it.
 */
export async function stageCodes(
  cache: CacheFolder,
  entries: Iterable<string>,
): Promise<Map<string, StageCode>> {
  const codes = new Map<string, StageCode>();
  const changed: string[] = [];
  for (const entry of entries) {
    const known = knownStageCode(cache, entry);
    if (known) codes.set(entry, known);
    else changed.push(entry);
  }
  if (changed.length === 0) return codes;
  const [{ SourceModules }, { realPath }, { reachCode }] = await Promise.all([
    import('./source-modules.ts'),
    import('./targets/real-path.ts'),
    import('./reach.ts'),
  ]);
  const readMs = Date.now();
  const recording = existsSync(cache.root);
  const modules = new SourceModules();
  try {
    for (const entry of changed) {
      // The names of its pieces do not depend on where the package of a stage file lies.
      const folder = dirname(realPath(entry));
      const root = packageRoot(folder) ?? folder;
      const { code, files, ...told } = await reachCode(entry, root, modules);
      const signed = files.map((file): SignedFile => [file, modules.signature(file)!]);
      const stage = { digest: sha256(canonicalJson({ ...code })), files: signed, ...told };
      if (recording) record(cache, entry, stage, code, readMs);
      codes.set(entry, stage);
    }
  } finally {
    await modules.close();
  }
  return codes;
}

/**
 * Writes the pieces, and the closure unless one of its files was written while it was read. They save time only: nothing is said where
 * they cannot be written, as in a cache that one may only read.
 */
function record(
  cache: CacheFolder,
  entry: string,
  stage: StageCode,
  code: ReachedCode,
  readMs: number,
): void {
  try {
    writeSealed(piecesPath(cache, stage.digest), code, 'writing the pieces of a code digest', false);
    if (!stage.files.every(([, signature]) => isSettled(signature, readMs))) return;
    const closure: ClosureRecord = { format: CODE_FORMAT, entry, ...stage };
    const path = closurePath(cache, entry);
    if (path !== undefined) writeSealed(path, closure, 'writing the import closure of a stage', false);
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
  }
}
