import type { Digest } from '../cache/files/digest.ts';
import type { PipelineErrorCode, SourceLocation } from '../pipeline/faults/error.ts';
import type { StageMetrics } from '../pipeline/stage/stage.ts';
import type { Reason } from './survey/reason.ts';

/** The version of the event format; it grows when a consumer of older events would misread newer ones. */
export const EVENT_VERSION = 1;

/** What stops a run whose time budget is over, in the place of a signal. */
export const TIME_BUDGET = 'time budget';

/** An error as it travels in events, between processes and into NDJSON. */
export interface ErrorReport {
  code: PipelineErrorCode;
  message: string;
  location?: SourceLocation;
  hint?: string;
  /** The stack of the stage's own error, for the log. */
  stack?: string;
}

/** How a run ended. */
export interface RunSummary {
  /** 2: everything that failed failed for what the user gave; 4: unfinished, since the time budget was over or jobs of a cluster go on. */
  exitCode: 0 | 1 | 2 | 4 | 130;
  /** Instances of the run (after narrowing by targets). */
  total: number;
  hits: number;
  ran: number;
  failed: number;
  /** Not started: something upstream failed, or the run was stopped. */
  skipped: number;
  /** Running when the run was interrupted; `checkpoints` of them saved their state. */
  interrupted: number;
  checkpoints: number;
  /** Jobs of a cluster that go on without this process; absent where there are none. */
  left?: number;
  durationMs: number;
  /** Processor time that the instances which ran would have cost again: recorded durations of the hits. */
  savedMs: number;
  failures: { instance: string; error: ErrorReport; log?: string; rerun: string }[];
}

interface InstanceEvent {
  instance: string;
  stage: string;
}

/** Everything that can happen in a run. Times are in milliseconds, paths absolute unless they say otherwise. */
export type RunEventBody =
  | { type: 'run-started'; title: string; profile: string; instances: number; jobs: number; cache: string }
  | (InstanceEvent & {
      type: 'instance-hit';
      key: Digest;
      output: Digest;
      metrics: StageMetrics;
      durationMs: number;
    })
  /** Known to need a run; it is started when its inputs and a free slot are there. */
  | (InstanceEvent & { type: 'instance-stale'; key: Digest; reasons: Reason[] })
  /** It is a job of a cluster now, and waits there; `job` is the cluster's name of it. */
  | (InstanceEvent & { type: 'instance-queued'; key: Digest; job: string })
  | (InstanceEvent & {
      type: 'instance-started';
      key: Digest;
      /** 1 for the first attempt. */
      attempt: number;
      log: string;
      /** A checkpoint of an earlier, interrupted attempt is there. */
      resumed: boolean;
      expectedMs?: number;
      /** The node of a cluster that it runs on. */
      host?: string;
    })
  | (InstanceEvent & { type: 'instance-progress'; fraction: number; message?: string })
  | (InstanceEvent & { type: 'instance-checkpoint' })
  | (InstanceEvent & {
      type: 'instance-finished';
      key: Digest;
      output: Digest;
      metrics: StageMetrics;
      durationMs: number;
      files: number;
      sizeBytes: number;
      /** False where the bytes are those of the previous run of the instance: what needs it is still fresh. */
      changed: boolean;
      /** Another process made it while this one waited. */
      shared: boolean;
    })
  /** The stage goes on, and whoever runs it should know this. */
  | (InstanceEvent & { type: 'instance-warning'; message: string })
  | (InstanceEvent & { type: 'instance-retried'; attempt: number; delayMs: number; error: ErrorReport })
  | (InstanceEvent & {
      type: 'instance-failed';
      error: ErrorReport;
      /** Absent where the failure came before the instance could open its log. */
      log?: string;
      /** The last lines of the log. */
      logTail: string[];
      /** The command that runs just this instance again. */
      rerun: string;
    })
  | (InstanceEvent & { type: 'instance-interrupted'; checkpoint: boolean })
  /** It goes on as a job of a cluster, and the next run takes it up. */
  | (InstanceEvent & { type: 'instance-left'; job: string })
  | (InstanceEvent & { type: 'instance-skipped'; because: 'upstream-failed' | 'stopped'; upstream?: string })
  | (InstanceEvent & { type: 'instance-published'; folder: string; files: number; displaced?: string })
  | (InstanceEvent & { type: 'waiting-for-lock'; owner: { pid: number; host: string } })
  /** The same action gave other bytes than before: the stage is not deterministic. */
  | (InstanceEvent & { type: 'output-differs'; key: Digest; before: Digest; after: Digest })
  /** With `--check-determinism`: it ran again, and gave the bytes that are stored, or not, or failed. */
  | (InstanceEvent & {
      type: 'determinism-checked';
      key: Digest;
      same: boolean;
      /** Where the output differs first; relative to it. */
      path?: string;
      byte?: number;
      problem?: string;
    })
  | (InstanceEvent & { type: 'temporary-dropped'; output: Digest; sizeBytes: number })
  | {
      type: 'cache-repaired';
      what: 'action-record' | 'output' | 'manifest' | 'index' | 'checkpoint' | 'lock-file' | 'code-record';
      path: string;
      problem: string;
      /** What was done about it. */
      action: 'recomputed' | 'rebuilt' | 'restored';
      /** Where the damaged thing was moved. */
      quarantine?: string;
      instance?: string;
    }
  /** Left behind by a process that was killed. */
  | { type: 'cache-cleaned'; sessions: number; staging: number; locks: number }
  /** Another process removes from the cache what nothing reaches; this run starts when it is done. */
  | { type: 'waiting-for-gc'; owner: { pid: number; host: string } }
  | {
      type: 'run-progress';
      done: number;
      total: number;
      running: number;
      /** Jobs of a cluster that have not started there; absent where there are none. */
      queued?: number;
      failed: number;
      remainingMs?: number;
    }
  /** Why instances of a stage wait in the queue of a cluster: how many for which reason, in the cluster's words. */
  | { type: 'queue-reasons'; stage: string; reasons: Record<string, number> }
  /**
   * `signal` is TIME_BUDGET where no signal came, but the time budget was over. Of `inCluster` jobs is known that they stay, unless
   * somebody asks again within `leaveMs`.
   */
  | {
      type: 'interrupt-requested';
      signal: string;
      running: number;
      inCluster?: number;
      leaveMs?: number;
      waitMs: number;
    }
  | { type: 'run-finished'; summary: RunSummary };

/** One event, as a line of `--json` shows it. */
export type RunEvent = { version: typeof EVENT_VERSION; time: string } & RunEventBody;

/** Who tells what happens, before version and time are added. */
export type Emit = (event: RunEventBody) => void;

/** Who listens to a run. */
export type EventListener = (event: RunEvent) => void;
