import { existsSync } from 'node:fs';
import type { CacheFolder } from '../../cache/files/cache-folder.ts';
import type { Digest } from '../../cache/files/digest.ts';
import { discardTree } from '../../cache/files/remove-tree.ts';
import type { Owner } from '../../cache/sessions/session.ts';
import { withLock } from '../../cache/sessions/with-lock.ts';
import { present } from '../../present.ts';
import { reportError } from '../error-report.ts';
import type { Attempt, AttemptResult, ClusterExecutor } from '../executor.ts';
import { Batch, type Entry } from './batch/batch.ts';
import { earlierBatches } from './batch/earlier-batches.ts';
import { isFinished } from './batch/finished-batches.ts';
import { HeldJobs } from './batch/held-jobs.ts';
import { requestOf } from './batch/job-request.ts';
import { readBatch } from './batch/read-batch.ts';
import { longestMs } from './check-site.ts';
import { cancelJobs } from './client/cancel-jobs.ts';
import { taskName } from './client/parse-states.ts';
import type { SlurmSite } from './client/parse-site.ts';
import { judgeBatch } from './ends/judge-batch.ts';
import { JobWatch } from './job-watch.ts';
import { queueReasons } from './queue-reasons.ts';
import type { SlurmOptions } from './slurm-options.ts';
import { refusedAfter, Submitter } from './submitter.ts';

/** Instances that become ready within this are submitted together. */
const GATHER_MS = 200;

/** Between two looks at the folders of the batches. */
const LOOK_MS = 500;

/** Performs attempts as jobs of a Slurm cluster. */
export class SlurmExecutor implements ClusterExecutor {
  readonly #cache: CacheFolder;
  readonly #site: SlurmSite;
  readonly #options: SlurmOptions;
  readonly #watch: JobWatch;
  readonly #submitter: Submitter;
  readonly #batches = new Set<Batch>();
  readonly #held: HeldJobs;
  readonly #told = new Map<string, string>();
  #waiting: Entry[] = [];
  #stopping: 'starting' | 'waiting' | 'cancelling' | 'left' | undefined;
  #leave: NodeJS.Timeout | undefined;
  #look: NodeJS.Timeout | undefined;

  private constructor(
    cache: CacheFolder,
    owner: Owner,
    site: SlurmSite,
    options: SlurmOptions,
    earlier: readonly Batch[],
  ) {
    this.#cache = cache;
    this.#site = site;
    this.#options = options;
    this.#watch = new JobWatch(cache, site.accounting);
    this.#submitter = new Submitter(cache, owner, site, options.settings);
    this.#held = new HeldJobs(earlier);
    for (const batch of earlier) this.#batches.add(batch);
  }

  /** Takes up the jobs of earlier runs that nobody waits for. */
  static async open(
    cache: CacheFolder,
    owner: Owner,
    site: SlurmSite,
    options: SlurmOptions,
  ): Promise<SlurmExecutor> {
    const take = (): Promise<Batch[]> => earlierBatches(cache, owner, site.cluster);
    const earlier = await withLock(cache, owner, 'taking up jobs', take);
    return new SlurmExecutor(cache, owner, site, options, earlier);
  }

  holds(key: Digest): boolean {
    return this.#held.has(key);
  }

  perform(attempt: Attempt): Promise<AttemptResult> {
    return new Promise((resolve) => {
      const { key, stage } = attempt.job;
      const request = requestOf(attempt, this.#options.settings);
      const { expectedMs } = attempt;
      const entry = {
        attempt,
        resolve,
        stage,
        request,
        times: new Map(),
        jobs: 0,
        ...present({ expectedMs }),
      };
      const held = this.#held.take(key);
      if (held === undefined) this.#waiting.push(entry);
      else {
        held.batch.wait(held.task, held.position, entry);
        attempt.hear({ type: 'queued', job: taskName(held.batch.job, held.task) });
        if (this.#options.detach) this.#leaveBatch(held.batch);
      }
      this.#lookSoon(GATHER_MS);
    });
  }

  /** Submits nothing more, and takes what waits out of the queue: the run stops after a failure. */
  stopStarting(): void {
    if (this.#stopping !== undefined) return;
    this.#stopping = 'starting';
    this.#giveUp(this.#waiting.splice(0));
    void cancelJobs(this.#jobs(), 'waiting');
  }

  /** Submits nothing more; the jobs stay, unless somebody insists within a moment. */
  interrupt(): void {
    this.#stopping = 'waiting';
    this.#giveUp(this.#waiting.splice(0));
    const { leaveMs } = this.#options;
    if (leaveMs === 0 || this.#jobs().length === 0) this.#leaveAll();
    else this.#leave = setTimeout(this.#leaveAll, leaveMs);
  }

  /** Cancels the jobs; asked for once more, leaves them at once. */
  kill(): void {
    clearTimeout(this.#leave);
    if (this.#stopping === 'cancelling') {
      this.#leaveAll();
      return;
    }
    this.#stopping = 'cancelling';
    this.#giveUp(this.#waiting.splice(0));
    this.#watch.hurry();
    void cancelJobs(this.#jobs());
  }

  close(): void {
    clearTimeout(this.#leave);
    clearTimeout(this.#look);
    // Results of earlier jobs that nobody asked for.
    for (const { folder, record } of this.#batches)
      if (isFinished(folder, record)) discardTree(this.#cache, folder.path);
  }

  /** The jobs that somebody waits for. */
  #jobs(): string[] {
    return [...this.#batches].filter(({ entries }) => entries.size > 0).map(({ job }) => job);
  }

  #giveUp(entries: readonly Entry[]): void {
    for (const { resolve, attempt } of entries) {
      const checkpoint = existsSync(this.#cache.checkpointsOf(attempt.job.key));
      resolve({ type: 'stopped', why: 'interrupt', checkpoint });
    }
  }

  readonly #leaveAll = (): void => {
    this.#stopping = 'left';
    for (const batch of this.#batches) this.#leaveBatch(batch);
  };

  #leaveBatch(batch: Batch): void {
    for (const { task, entry } of batch.entries)
      entry.resolve({ type: 'left', job: taskName(batch.job, task) });
    batch.entries.clear();
    // What is left stays written down.
    this.#batches.delete(batch);
  }

  #lookSoon(afterMs: number): void {
    this.#look ??= setTimeout(() => {
      void this.#work().finally(() => {
        this.#look = undefined;
        if (this.#waiting.length > 0 || this.#jobs().length > 0) this.#lookSoon(LOOK_MS);
      });
    }, afterMs);
  }

  /** Everything that can be done now. */
  async #work(): Promise<void> {
    try {
      await this.#submitWaiting();
      for (const batch of this.#batches)
        if (readBatch(this.#cache, batch, performance.now())) this.#watch.hurry();
      await this.#watch.ask([...this.#batches], performance.now());
      for (const batch of this.#batches) this.#judge(batch);
      this.#tellReasons();
    } catch (error) {
      // A disk that is full, say: whoever waits hears of it.
      const failed: AttemptResult = { type: 'failed', error: reportError(error, 'looking after the jobs') };
      for (const entry of this.#waiting.splice(0)) entry.resolve(failed);
      for (const { entries } of this.#batches) {
        for (const { entry } of entries) entry.resolve(failed);
        entries.clear();
      }
    }
  }

  async #submitWaiting(): Promise<void> {
    while (this.#stopping === undefined) {
      const open = [...this.#batches];
      const next = this.#submitter.next(this.#waiting, open);
      if (next === undefined) return;
      const taken = new Set(next.tasks.flat());
      this.#waiting = this.#waiting.filter((entry) => !taken.has(entry));
      const made = await this.#submitter.submit(next, open).catch((error: unknown) => {
        this.#waiting.push(...taken);
        throw error;
      });
      if (made instanceof Batch) this.#submitted(made);
      else if (made === undefined) {
        this.#waiting.push(...taken);
        break;
      } else for (const entry of taken) entry.resolve({ type: 'failed', error: refusedAfter(entry, made) });
    }
    if (this.#stopping !== undefined) this.#giveUp(this.#waiting.splice(0));
  }

  /** Somebody may have stopped the run while Slurm took the batch. */
  #submitted(batch: Batch): void {
    this.#batches.add(batch);
    this.#watch.hurry();
    if (this.#options.detach || this.#stopping === 'left') this.#leaveBatch(batch);
    if (this.#stopping === 'cancelling') void cancelJobs([batch.job]);
    if (this.#stopping === 'starting') void cancelJobs([batch.job], 'waiting');
  }

  /** Decides on what is over, and lets a batch go that nobody wants anything of any more. */
  #judge(batch: Batch): void {
    const maxTimeMs = longestMs(this.#site.partitions, batch.record.request.partition);
    const isEnding = this.#stopping === 'starting' || this.#stopping === 'cancelling';
    const again = judgeBatch(this.#cache, batch, this.#watch, { maxTimeMs, isEnding });
    if (this.#stopping === undefined) this.#waiting.push(...again);
    else this.#giveUp(again);
    if (batch.entries.size > 0 || this.#held.anyOf(batch)) return;
    this.#batches.delete(batch);
    discardTree(this.#cache, batch.folder.path);
  }

  /** Says why instances wait, where that is other than it was. */
  #tellReasons(): void {
    const now = queueReasons(this.#batches);
    for (const stage of new Set([...now.keys(), ...this.#told.keys()])) {
      const reasons = now.get(stage) ?? {};
      const text = JSON.stringify(reasons);
      if (text === (this.#told.get(stage) ?? '{}')) continue;
      this.#told.set(stage, text);
      this.#options.emit({ type: 'queue-reasons', stage, reasons });
    }
  }
}
