import type { ActionRecord, InputSource } from '../cache/actions/action-record.ts';
import type { DamagedCheckpoint } from '../cache/outputs/checkpoint-store.ts';
import type { SignedFile } from '../cache/code/code-digest.ts';
import type { Digest } from '../cache/files/digest.ts';
import type { KeyFields } from '../cache/actions/action-key.ts';
import type { TreeDifference } from '../cache/outputs/first-difference.ts';
import type { Manifest } from '../cache/outputs/manifest.ts';
import type { Problem, Restored } from '../cache/outputs/output-check.ts';
import type { StoredOutput } from '../cache/outputs/output-store.ts';
import type { SourceLocation } from '../pipeline/faults/error.ts';
import type { Work } from '../pipeline/plan/plan.ts';
import type { StageInput } from '../pipeline/stage/stage.ts';
import type { ErrorReport } from './event.ts';
import type { SandboxMaker } from './sandbox/launch-sandbox.ts';

/** Everything a worker process needs to compute and store one action. */
export interface StageJob {
  kind: 'stage';
  cacheRoot: string;
  projectRoot: string;
  instance: string;
  stage: string;
  key: Digest;
  work: Work;
  fields: KeyFields;
  sources: Record<string, InputSource[]>;
  /** In the order of the key; `many` as far as pipeline.yaml decides it. */
  inputs: Record<string, { many: boolean | undefined; items: StageInput[] }>;
  /** Project files and folders among the inputs: they may change while the stage reads them. */
  projectFiles: { path: string; signature: Digest }[];
  /** The files that the code digest was made from. */
  codeFiles: SignedFile[];
  staging: string;
  /** Compare with this output, and store and record nothing. */
  compareWith?: Digest;
  log: string;
  attempt: number;
  threads: number;
  /** The stage deals its work out to the threads; else each product takes as many. */
  parallel?: true;
  location: SourceLocation;
  /** It sees nothing but what it declares; and what makes that so. */
  sandbox?: { by: SandboxMaker; network: boolean };
}

/** The job of a stage before it is known where it runs: the staging folder belongs to the session that performs it. */
export type StageOrder = Omit<StageJob, 'staging'>;

/** Reads outputs again, byte by byte, before a stage consumes them. */
export interface VerifyJob {
  kind: 'verify';
  cacheRoot: string;
  outputs: Digest[];
}

/** What the main process asks of a worker. */
export type ToWorker =
  /** `environment` holds the values of the variables that the stage declares. */
  | { type: 'job'; job: StageJob | VerifyJob; environment: Record<string, string | undefined> }
  | { type: 'abort'; why: 'interrupt' | 'timeout' };

/** How a job ended. */
export type JobResult =
  | {
      type: 'stored';
      record: ActionRecord;
      /** Absent where the tree is large. */
      manifest?: Manifest;
      replaced?: NonNullable<StoredOutput['replaced']>;
    }
  | { type: 'verified'; damaged: { output: Digest; problems: Problem[] }[]; restored: Restored[] }
  /** `damaged`: cached inputs that are not what they were when the stage began. */
  | { type: 'failed'; error: ErrorReport; damaged?: { output: Digest; problems: Problem[] }[] }
  /** Ran again to compare its output; absent: no difference. */
  | { type: 'compared'; difference?: TreeDifference }
  /** Stopped on request; `checkpoint` says whether there is one to continue from. */
  | { type: 'stopped'; why: 'interrupt' | 'timeout'; checkpoint: boolean }
  /** The process ended without a word. */
  | { type: 'crashed'; signal?: string; exitCode?: number };

/** What a worker says while it works. */
export type WorkerNews =
  | { type: 'progress'; fraction: number; message?: string }
  | { type: 'warning'; message: string }
  | { type: 'checkpoint' }
  | { type: 'damaged-checkpoint'; damage: DamagedCheckpoint };

/** What a worker sends. */
export type FromWorker =
  { type: 'ready' } | { type: 'news'; news: WorkerNews } | { type: 'result'; result: JobResult };
