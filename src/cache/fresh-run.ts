import type { CacheFolder } from './files/cache-folder.ts';
import { type Digest, sha256 } from './files/digest.ts';
import { inputSignature } from './actions/input-content.ts';
import { namesIn } from './files/names-in.ts';
import type { SignedPath } from './outputs/output-check.ts';
import { readSealed, writeSealed } from './files/sealed-json.ts';
import { aDigest, listOf, members, aNumber, aText } from './files/shape.ts';
import { hasSignature, statsAt } from './files/signature.ts';

/**
 * The last run that ended with everything up to date, and all that it had looked at. While none of that has changed, the same
 * command has nothing to do, and neither the pipeline nor the index need be read to know it.
 */
export interface FreshRun {
  /** The command: folders, profile, changed values, targets. */
  question: string;
  /** Number of instances that are up to date. */
  instances: number;
  /** Absolute paths, links not followed: pipeline.yaml, code, lock file, index, records, outputs, published copies. */
  paths: SignedPath[];
  /** Paths at which a file would change what the code imports. */
  absent: string[];
  /** Project files and folders, links followed, with the digest over their signatures. */
  inputs: [path: string, signature: Digest][];
  /** Names of the environment variables that stages ask for. */
  environment: string[];
  /** Digest over the values of these variables. */
  environmentDigest: Digest;
}

const freshRunShape = members({
  question: aText,
  instances: aNumber,
  paths: listOf((path) => (Array.isArray(path) ? undefined : ' is not a path')),
  absent: listOf(aText),
  inputs: listOf((input) => (Array.isArray(input) ? undefined : ' is not an input')),
  environment: listOf(aText),
  environmentDigest: aDigest,
});

/** The number of instances that are up to date, where nothing has changed since the same command found them so. */
export function recallFreshRun(cache: CacheFolder, question: string): number | undefined {
  if (cache.freshRun === undefined) return undefined;
  const read = readSealed<FreshRun>(cache.freshRun, 'reading what the last run looked at', freshRunShape);
  if (read.state !== 'read' || read.content.question !== question) return undefined;
  const {
    instances,
    paths,
    absent,
    inputs,
    environment,
    environmentDigest: environmentBefore,
  } = read.content;
  const unchanged =
    environmentDigest(environment) === environmentBefore &&
    // Something is being written, or was left behind by a killed process.
    [cache.sessions, cache.staging, cache.locks, cache.trash].every(
      (folder) => namesIn(folder).length === 0,
    ) &&
    paths.every(([path, ...signature]) => hasSignature(path, signature)) &&
    absent.every((path) => statsAt(path) === undefined) &&
    inputs.every(([path, signature]) => inputSignature(path) === signature);
  return unchanged ? instances : undefined;
}

/** Remembers a run; it saves time only, so nothing is said where it cannot be written. */
export function keepFreshRun(cache: CacheFolder, run: FreshRun): void {
  if (cache.freshRun === undefined) return;
  try {
    writeSealed(cache.freshRun, run, 'remembering what a run looked at', false);
  } catch {
    // A full disk shows where it matters.
  }
}

/** The digest over the values of environment variables. */
export function environmentDigest(names: readonly string[]): Digest {
  return sha256(
    JSON.stringify(names.map((name) => (Object.hasOwn(process.env, name) ? process.env[name] : null))),
  );
}
