import type { Digest } from '../cache/files/digest.ts';
import type { Problem } from '../cache/outputs/output-check.ts';
import type { ErrorReport } from './event.ts';
import type { JobResult, StageOrder, WorkerNews } from './job.ts';

/** What an instance needs of the machine that it runs on. */
export interface Resources {
  threads: number;
  memoryBytes?: number;
  /** What it takes at most. */
  timeMs?: number;
  gpus?: number;
  /** It needs the internet. */
  network?: true;
}

/** What is told about an attempt while it is on its way. */
export type AttemptNews =
  /** It is a job of a cluster now, and waits there. */
  | { type: 'queued'; job: string }
  /** `resumed`: a checkpoint of an earlier attempt is there. */
  | { type: 'started'; resumed: boolean; host?: string }
  /** It ended for nothing that the stage did, and is tried again; the executor's own retries. */
  | { type: 'retried'; error: ErrorReport; delayMs: number }
  | WorkerNews;

/** One attempt to run an instance, as an executor is handed it. */
export interface Attempt {
  job: StageOrder;
  /** Outputs to read byte by byte before, because the stage consumes them. */
  inputs: Digest[];
  timeoutMs?: number;
  resources: Resources;
  /** How long the instance is expected to take. */
  expectedMs?: number;
  hear: (news: AttemptNews) => void;
}

/** How an attempt ended: like its job, or before that because its inputs are damaged. */
export type AttemptResult =
  | JobResult
  | { type: 'damaged-inputs'; damaged: Map<Digest, Problem[]> }
  /** Nobody waits for it any more; it goes on as a job of the cluster, and the next run takes it up. */
  | { type: 'left'; job: string };

/** Where attempts are performed. */
export interface Executor {
  /** Never rejects. */
  perform(attempt: Attempt): Promise<AttemptResult>;
  /** Starts nothing more, asks what runs to save its state and to stop, and ends what has not after this long. */
  interrupt(waitMs: number): void;
  /** Ends everything that runs, at once. */
  kill(): void;
  close(): void;
}

/** An executor whose work outlives this process. */
export interface ClusterExecutor extends Executor {
  /** A job of an earlier run, or of this one, computes this action. */
  holds(key: Digest): boolean;
  /** The run stops after a failure: what runs may end, and nothing more starts. */
  stopStarting(): void;
}
