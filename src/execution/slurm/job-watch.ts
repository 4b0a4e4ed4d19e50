import { statfsSync } from 'node:fs';
import type { CacheFolder } from '../../cache/files/cache-folder.ts';
import type { Batch } from './batch/batch.ts';
import { accountedStates, hasEnded, queuedStates } from './client/job-states.ts';
import { type JobState, type JobStates, taskName } from './client/parse-states.ts';

/** How long after the end of a job its result may still appear, on a disk of this machine and on a network file system. */
const GRACE_MS = { local: 1000, network: 65_000 };

/** File systems that other machines see too: NFS, Lustre, GPFS, BeeGFS, CephFS, SMB, AFS, FUSE. */
const NETWORK = new Set([
  0x6969, 0x0bd00bd0, 0x47504653, 0x19830326, 0x00c36400, 0xff534d42, 0xfe534d42, 0x517b, 0x5346414f,
  0x65735546,
]);

/** Between two questions to the controller. */
const ASK_MS = { first: 2000, most: 30_000, factor: 1.4 };

/** A job that Slurm does not know in so many answers is gone. */
const MOST_MISSED = 2;

/** Keeps what Slurm says about the jobs of all batches: one question for all, less and less often while nothing happens. */
export class JobWatch {
  readonly #accounting: boolean;
  readonly #graceMs: number;
  #intervalMs = ASK_MS.first;
  #askedMs = -Infinity;
  #asking = false;

  constructor(cache: CacheFolder, accounting: boolean) {
    this.#accounting = accounting;
    this.#graceMs = NETWORK.has(statfsSync(cache.root).type >>> 0) ? GRACE_MS.network : GRACE_MS.local;
  }

  /** Something happens: ask more often again. */
  hurry(): void {
    this.#intervalMs = ASK_MS.first;
  }

  /** Asks Slurm where it is time to; true where something is other than before. */
  async ask(batches: readonly Batch[], now: number): Promise<boolean> {
    const wanted = batches.filter((batch) => batch.open().length > 0);
    if (this.#asking || wanted.length === 0 || now - this.#askedMs < this.#intervalMs) return false;
    this.#asking = true;
    try {
      const queued = await queuedStates(wanted.map(({ record }) => record.token));
      // The controller is away: what was known holds, and the results come all the same.
      const changed = queued !== undefined && (await this.#take(wanted, queued));
      this.#intervalMs = changed ? ASK_MS.first : Math.min(ASK_MS.most, this.#intervalMs * ASK_MS.factor);
      return changed;
    } finally {
      this.#askedMs = performance.now();
      this.#asking = false;
    }
  }

  /** The tasks that are over for so long that no result will come. */
  over(batch: Batch, now: number): number[] {
    const waited = new Set([...batch.entries].map(({ task }) => task));
    return [...waited].filter((task) => now - (batch.tasks[task]!.endedMs ?? Infinity) >= this.#graceMs);
  }

  async #take(batches: readonly Batch[], queued: JobStates): Promise<boolean> {
    let changed = false;
    const missing = batches.filter((batch) =>
      batch.open().some((task) => !queued.has(taskName(batch.job, task))),
    );
    const accounted =
      this.#accounting && missing.length > 0
        ? await accountedStates(missing.map(({ job, record }) => ({ job, name: record.token })))
        : undefined;
    for (const batch of batches)
      for (const task of batch.open()) {
        const name = taskName(batch.job, task);
        const state = queued.get(name) ?? accounted?.get(name);
        changed = this.#see(batch, task, state) || changed;
      }
    return changed;
  }

  #see(batch: Batch, task: number, state: JobState | undefined): boolean {
    const known = batch.tasks[task]!;
    known.missed = state === undefined ? known.missed + 1 : 0;
    const changed = state !== undefined && state.state !== known.state?.state;
    if (state !== undefined) known.state = state;
    // It may have been forgotten between two questions: then what was known last holds, where that was an end.
    if ((state !== undefined && hasEnded(state)) || known.missed >= MOST_MISSED) {
      if (state === undefined && known.state && !hasEnded(known.state)) delete known.state;
      known.endedMs = performance.now();
      return true;
    }
    return changed;
  }
}
