import type { Digest } from '../cache/digest.ts';
import type { Plan } from '../pipeline/plan.ts';
import type { StageMetrics } from '../pipeline/stage.ts';
import type { RunEvent } from './event.ts';
import type { Reason } from './reason.ts';
import type { RunOptions } from './run-plan.ts';

/** What a run would find about one instance. */
export interface InstanceState {
  instance: string;
  stage: string;
  /**
   * hit: nothing to do. stale: has to run. pending: something upstream has to run first, and whether this one has to run
   * depends on the bytes that come out.
   */
  state: 'hit' | 'stale' | 'pending';
  /** Known unless pending. */
  key?: Digest;
  /** Key of the previous record of the instance. */
  previousKey?: Digest;
  /** Digest of the output (of the previous record, unless hit). */
  output?: Digest;
  /** Absolute path of the output folder, where it exists. */
  outputFolder?: string;
  metrics?: StageMetrics;
  /** Recorded duration of the previous run. */
  durationMs?: number;
  /** Why it has to run; for a hit whose key moved since the previous record, what moved. */
  reasons: Reason[];
  /** Absolute path of the newest log. */
  log?: string;
  /** The output was dropped (`temporary: true`). */
  dropped: boolean;
}

/** The outcome of an inspection. */
export interface Inspection {
  instances: InstanceState[];
  /** Damage that was seen; an inspection repairs nothing. */
  events: RunEvent[];
}

/** Says what a run would do and why, without running or changing anything (`status`, `why`, `--dry-run`). */
export function inspectPlan(
  plan: Plan,
  options: Pick<RunOptions, 'cacheFolder' | 'force' | 'targets'>,
): Promise<Inspection> {
  throw new Error(`not yet: ${plan.title} ${options.cacheFolder}`);
}
