import type { JsonValue } from '../../pipeline/values/json.ts';
import { canonicalJson } from '../files/canonical-json.ts';
import { type Digest, sha256 } from '../files/digest.ts';

/** Grows when the meaning of a field, or what the engine hands a stage, changes: every key moves then. */
export const KEY_FORMAT = 3;

/**
 * Everything that decides what a stage makes. The coordinates of the matrix are not in: what matters of them is in the
 * parameters. Host, processor and Node version are not in either: they are provenance.
 */
export interface KeyFields {
  format: number;
  /** Name of the stage file without folder and extension, or the shell command with what it has to make. */
  work: { uses: string } | { run: string; outputs: string[] };
  /** The resolved `with` block. */
  params: JsonValue;
  /** Given to the stage for its random numbers; derived from the two fields above. */
  seed: number;
  /** Digest of the content of each input, in the order in which the stage sees them; never the key of what made it: the early cut-off. */
  inputs: Record<string, Digest[]>;
  /** What the code of the stage compiles to, as far as the stage reaches it, and the versions of the packages it imports. */
  code?: Digest;
  /** Threads of one instance, where they are more than one and it does not deal its work out to them: the last bits of a matrix product depend on their number. */
  threads?: number;
  /** Digests of the environment variables that pipeline.yaml declares; one that is not set is not in. */
  env: Record<string, Digest>;
}

/** The seed of an action: 32 bits of the digest of what is run and its parameters. */
export function seedOf(work: KeyFields['work'], params: JsonValue): number {
  return Number.parseInt(sha256(canonicalJson({ work, params })).slice(0, 8), 16);
}

/** Stands for the value of an environment variable, which may be a secret, in keys and records. */
export function variableDigest(name: string, value: string): Digest {
  return sha256(`${name}=${value}`);
}

/** The action key: the name under which the result of an action is recorded. */
export function actionKey(fields: KeyFields): Digest {
  return sha256(canonicalJson({ ...fields }));
}
