import { hostname } from 'node:os';
import { readRecord } from '../../../cache/actions/action-record.ts';
import { checkOutput } from '../../../cache/outputs/output-check.ts';
import type { CacheFolder } from '../../../cache/files/cache-folder.ts';
import type { Owner } from '../../../cache/sessions/session.ts';
import { present } from '../../../present.ts';
import { reportError } from '../../error-report.ts';
import type { AttemptNews } from '../../executor.ts';
import { requireSandbox } from '../../sandbox/find-sandbox.ts';
import type { WorkerPool } from '../../schedule/workers/worker-pool.ts';
import type { WorkerProcess } from '../../schedule/workers/worker-process.ts';
import { performAttempt } from '../../schedule/workers/perform-attempt.ts';
import type { BatchFolder } from '../batch/batch-folder.ts';
import type { NodeJob, NodeResult, NodeTask } from '../batch/node-job.ts';
import { GuardedAction, type Unwanted } from './guarded-action.ts';

/** Progress closer together than this is not worth a write to a file system that others wait for. */
const PROGRESS_MS = 2000;

/** Performs the instances of a task in worker processes, and writes down how each ended. */
export class NodeTaskRunner {
  readonly #cache: CacheFolder;
  readonly #folder: BatchFolder;
  readonly #task: NodeTask;
  readonly #owner: Owner;
  readonly #pool: WorkerPool;
  #worker: WorkerProcess | undefined;
  #stopped = false;

  constructor(cache: CacheFolder, folder: BatchFolder, task: NodeTask, owner: Owner, pool: WorkerPool) {
    this.#cache = cache;
    this.#folder = folder;
    this.#task = task;
    this.#owner = owner;
    this.#pool = pool;
  }

  /** Asks what runs to save its state; nothing more begins. */
  stop(): void {
    this.#stopped = true;
    this.#worker?.abort('interrupt');
  }

  /** The exit code of the job: 0 where everything was stored, so that Slurm's own books show the rest. */
  async run(): Promise<number> {
    const { index, jobs } = this.#task;
    let code = 0;
    for (const [position, job] of jobs.entries()) {
      // Somebody may have told Slurm to run the job again: what has a result keeps it.
      if (this.#folder.result(index, position) !== undefined) continue;
      const result = await this.#perform(job, position);
      if (result === undefined) return 1;
      this.#folder.writeResult(index, position, result);
      if (result.type !== 'stored') code = 1;
    }
    return code;
  }

  /** How an instance ended; undefined where nobody wants to know. */
  async #perform(job: NodeJob, position: number): Promise<NodeResult | undefined> {
    if (this.#stopped) return { type: 'not-begun' };
    const action = new GuardedAction(this.#cache, this.#folder, this.#task.index, job.job.key, this.#owner);
    const before = action.look();
    if (before) return heldBy(before);
    // In an object, since it changes while the stage runs.
    const seen: { unwanted?: Unwanted } = {};
    action.watch((unwanted) => {
      seen.unwanted = unwanted;
      this.#worker?.kill();
    });
    try {
      const done = action.isAlone ? this.#alreadyStored(job) : undefined;
      const result = done ?? (await this.#performInWorker(job, position));
      return seen.unwanted ? heldBy(seen.unwanted) : result;
    } catch (error) {
      return { type: 'failed', error: reportError(error, `running ${job.job.instance}`) };
    } finally {
      action.end();
    }
  }

  async #performInWorker({ job, inputs, timeoutMs }: NodeJob, position: number): Promise<NodeResult> {
    const worker = this.#pool.take();
    this.#worker = worker;
    try {
      const verifying = { kind: 'verify' as const, cacheRoot: job.cacheRoot, outputs: inputs };
      const verified = inputs.length > 0 && (await worker.perform(verifying, () => undefined));
      if (verified && (verified.type !== 'verified' || verified.damaged.length > 0)) return verified;
      // `stop` sets it while the inputs are read.
      if (this.#stopped) return { type: 'not-begun' };
      const resources = { threads: job.threads };
      const hear = this.#teller(position);
      // What makes sandboxes on the node may not be what makes them where the run was started.
      const here = job.sandbox && { sandbox: { ...job.sandbox, by: requireSandbox(job) } };
      const attempt = { job: { ...job, ...here }, inputs, resources, ...present({ timeoutMs }), hear };
      const result = await performAttempt(this.#cache, attempt, worker, this.#owner);
      return result.type === 'stored'
        ? { type: 'stored', record: result.record, ...present({ replaced: result.replaced }) }
        : result;
    } finally {
      this.#worker = undefined;
      this.#pool.release(worker);
    }
  }

  /** The result of another process, where there is one by now. */
  #alreadyStored({ job: { key } }: NodeJob): NodeResult | undefined {
    const read = readRecord(this.#cache, key);
    if (read.state !== 'read') return undefined;
    const record = read.content;
    const check = checkOutput(this.#cache, record.output.digest, 'signature');
    return check.state === 'intact' ? { type: 'stored', record } : undefined;
  }

  #teller(position: number): (news: AttemptNews) => void {
    let toldMs = -Infinity;
    return (news) => {
      if (news.type === 'queued' || news.type === 'retried') return;
      if (news.type === 'progress') {
        const now = performance.now();
        if (now - toldMs < PROGRESS_MS) return;
        toldMs = now;
      }
      try {
        this.#folder.tell(
          this.#task.index,
          position,
          news.type === 'started' ? { ...news, host: process.env['SLURMD_NODENAME'] ?? hostname() } : news,
        );
      } catch {
        // Progress is not worth a failure.
      }
    };
  }
}

function heldBy(unwanted: Unwanted): NodeResult | undefined {
  return unwanted.type === 'held' ? unwanted : undefined;
}
