import type { StageMetrics } from '../../pipeline/stage/stage.ts';
import type { CacheFolder } from '../files/cache-folder.ts';
import type { Digest } from '../files/digest.ts';
import { type KeyFields, actionKey } from './action-key.ts';
import { type Sealed, readSealed, writeSealed } from '../files/sealed-json.ts';
import {
  either,
  aDigest,
  listOf,
  members,
  aNumber,
  only,
  type Shape,
  tableOf,
  aText,
} from '../files/shape.ts';

/** Where the content of an input came from: shown by `why`, no part of the key. */
export type InputSource = { instance: string } | { file: string };

/** Circumstances of a run that are worth knowing and do not count for the key. */
export interface Provenance {
  startedAt: string;
  finishedAt: string;
  durationMs: number;
  /** Time that processors spent on the last attempt, all threads together; of a stage file's own process, so absent for commands. */
  processorMs?: number;
  /** Likewise. */
  peakMemoryBytes?: number;
  host: string;
  platform: string;
  processor: string;
  node: string;
  threads: number;
  attempt: number;
  /** The last attempt continued from a checkpoint. */
  resumed: boolean;
  /** What made the sandbox in which it ran. */
  sandbox?: string;
  /** What the stage said that it computes with: `BLAS` → `OpenBLAS 0.3.29, float64, 1 thread`. */
  software?: Record<string, string>;
  /** Relative to the cache folder. */
  log: string;
}

/** `cache/actions/<ab>/<key>.json`: the result of an action. It is written last, so what it names is there. */
export interface ActionRecord {
  format: 1;
  key: Digest;
  /** The instance that ran first with this key. */
  instance: string;
  stage: string;
  fields: KeyFields;
  sources: Record<string, InputSource[]>;
  output: { digest: Digest; files: number; sizeBytes: number };
  metrics: StageMetrics;
  provenance: Provenance;
  /** The output was removed because it is temporary and nothing needed it any more. */
  dropped?: true;
}

const flag = either(only(true), only(false));

/** The names and metrics of stages are anything that JSON can say; what is taken for a path or a digest is checked. */
const recordShape: Shape = members(
  {
    format: only(1),
    key: aDigest,
    instance: aText,
    stage: aText,
    fields: members(
      {
        format: aNumber,
        work: either(members({ uses: aText }), members({ run: aText, outputs: listOf(aText) })),
        seed: aNumber,
        inputs: tableOf(listOf(aDigest)),
        env: tableOf(aText),
      },
      { code: aDigest, threads: aNumber },
    ),
    sources: tableOf(listOf(either(members({ instance: aText }), members({ file: aText })))),
    output: members({ digest: aDigest, files: aNumber, sizeBytes: aNumber }),
    metrics: tableOf(either(aText, aNumber, flag)),
    provenance: members({ durationMs: aNumber, log: logInside }, { software: tableOf(aText) }),
  },
  { dropped: only(true) },
);

/** A log of the cache, not any file that a record names. */
function logInside(value: unknown): string | undefined {
  const inside =
    typeof value === 'string' && /^logs\/[^/]+\/[^/]+\.log$/.test(value) && !value.includes('/../');
  return inside ? undefined : ' is not the path of a log';
}

/** What is wrong with a value that is to be the record of this action, wherever it comes from; undefined where it is one. */
export function recordProblem(value: unknown, key: Digest): string | undefined {
  const misshapen = recordShape(value);
  if (misshapen !== undefined) return `its content${misshapen}`;
  const record = value as ActionRecord;
  const found = keyOf(record);
  if (found === undefined) return 'its content has a number that JSON cannot say';
  if (found !== key) return `it records the action ${found}`;
  return record.key === key ? undefined : `it calls itself the action ${record.key}`;
}

function keyOf({ fields }: ActionRecord): Digest | undefined {
  try {
    return actionKey(fields);
  } catch {
    return undefined; // 1e999 is read as Infinity
  }
}

/** `recordProblem` looks at the whole. */
const anything: Shape = () => undefined;

/** Reads the record of an action; one that is not what its name says is damaged. */
export function readRecord(cache: CacheFolder, key: Digest): Sealed<ActionRecord> {
  const read = readSealed<ActionRecord>(cache.record(key), 'reading an action record', anything);
  if (read.state !== 'read') return read;
  const problem = recordProblem(read.content, key);
  return problem === undefined ? read : { state: 'damaged', problem };
}

/** Writes the record of an action, through to the disk unless it is said that losing it does not matter. */
export function writeRecord(cache: CacheFolder, record: ActionRecord, durable = true): void {
  writeSealed(cache.record(record.key), record, 'writing an action record', durable);
}
