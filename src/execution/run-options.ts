import type { RemoteSetting } from '../cache/remotes/remote-settings.ts';
import type { SignedPath } from '../cache/outputs/output-check.ts';
import type { LockedInstance } from '../cache/lock-file.ts';
import type { Instance } from '../pipeline/plan/plan.ts';

/** What asks for a run: it is remembered when everything ends up to date. */
export interface RunRequest {
  /** The command: folders, profile, changed values, targets. */
  question: string;
  /** pipeline.yaml with its signature from before it was read. */
  pipeline: SignedPath;
  /** When the command began to read. */
  startedMs: number;
}

/** What instances that have to run are expected to need. */
export interface RunForecast {
  /** Bytes that they will write into the cache. */
  bytes: number;
  /** Instance → time that it will take, as far as anything is known of it. */
  durationsMs: ReadonlyMap<string, number>;
}

/** How to run a plan. */
export interface RunOptions {
  /** Absolute path of the cache folder. */
  cacheFolder: string;
  /** Slots of the local scheduler (`-j`); the number of processors where absent. */
  jobs?: number;
  /** Memory that running instances may ask for together; the memory of the machine where absent. */
  memoryBytes?: number;
  keepGoing?: boolean;
  /** Run the targets (all instances where there are none) although they are fresh. */
  force?: boolean;
  /** Instance ids to bring up to date with everything upstream of them; absent: the whole plan. */
  targets?: string[];
  /** Absolute path of pipeline.lock; `pipeline.lock` in the root of the plan where absent. */
  lockFile?: string;
  /** Caches that are shared with others. */
  remotes?: readonly RemoteSetting[];
  /** Everything has to come from the cache or a remote: nothing is run, and a remote that fails ends the run. */
  remoteOnly?: boolean;
  /** What asks for the run; absent: the run is not remembered. */
  request?: RunRequest | undefined;
  /** When nothing more is started and what runs saves its state, by performance.now(). */
  stopAtMs?: number;
  /** How long Ctrl-C and the end of the time budget wait for checkpoints. */
  interruptWaitMs?: number;
  /** End when everything that can be submitted to the cluster is, and leave the jobs there. */
  detach?: boolean;
  /** How long after the first Ctrl-C a second one still cancels the jobs of a cluster; after that they are left. */
  leaveMs?: number;
  /** First delay before a retry; it doubles with each. */
  retryDelayMs?: number;
  /** Awaited before the cache is asked about every instance and project files are read, which nothing can interrupt but the end of the process. */
  beforeLook?: () => Promise<void>;
  /** What instances that have to run are expected to need, asked before anything runs; absent: nothing is known of it. */
  forecast?: (instances: readonly Instance[]) => Promise<RunForecast>;
  /**
   * Called when everything is up to date and published, with the results and whether anything ran for it; it may write companions beside
   * what is published. What it throws ends the run.
   */
  accompany?: (results: ReadonlyMap<string, LockedInstance>, ran: boolean) => Promise<void>;
  /**
   * Checks parameters and inputs of every instance that is not a hit (stale or pending), once and before anything starts;
   * throws a FaultsError (bad input, exit code 2). The command line passes validateInstances of src/pipeline here.
   */
  validate?: (instances: readonly Instance[]) => Promise<void>;
}
