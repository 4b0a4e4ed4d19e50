import type { Digest } from '../../cache/files/digest.ts';
import type { JsonValue } from '../../pipeline/values/json.ts';

/**
 * Why an instance has to run (or why its key moved): one entry for each field of the action key that differs from the
 * previous record of the same instance, or the state of the cache that makes a record unusable.
 */
export type Reason =
  | { kind: 'never-run' }
  | { kind: 'forced' }
  /** `old` or `new` is absent where the parameter did not exist; `path` is like `solver.maxStepSize`. */
  | { kind: 'parameter'; path: string; old?: JsonValue; new?: JsonValue }
  | { kind: 'command'; old: string; new: string }
  | { kind: 'seed'; old: number; new: number }
  /** A project file or folder named under `needs`. */
  | { kind: 'input-file'; input: string; path: string; old?: Digest; new?: Digest }
  /** The content that an upstream instance made. */
  | { kind: 'upstream-content'; input: string; instance: string; old?: Digest; new?: Digest }
  /** An input that collects instances has other members. */
  | { kind: 'upstream-members'; input: string; old: number; new: number }
  /** `part` is the function or declaration inside `file`; both are relative to the package of the stage. */
  | { kind: 'code'; file: string; part: string; change: 'added' | 'removed' | 'changed' }
  /** A name of a module that comes from elsewhere is something else: `old` and `new` are like `src/stats.ts#mean` or `zlib#gzipSync`. */
  | { kind: 'binding'; file: string; name: string; old: string; new: string }
  | { kind: 'package'; name: string; old?: string; new?: string }
  | { kind: 'environment'; name: string; change: 'added' | 'removed' | 'changed' }
  | { kind: 'threads'; old: number; new: number }
  | { kind: 'format'; old: number; new: number }
  | { kind: 'missing-output'; path: string }
  | { kind: 'damage'; path: string; problem: string }
  /** The output was dropped (`temporary: true`), and an instance that has to run needs it again. */
  | { kind: 'dropped-output'; neededBy: string }
  /** The output was dropped, and this folder of the project is to receive it. */
  | { kind: 'dropped-unpublished'; folder: string }
  /** Something upstream has to run first; with equal bytes there, this instance will still be a hit. */
  | { kind: 'upstream-stale'; instances: string[] };
