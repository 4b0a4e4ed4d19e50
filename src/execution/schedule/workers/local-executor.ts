import type { CacheFolder } from '../../../cache/files/cache-folder.ts';
import type { Owner } from '../../../cache/sessions/session.ts';
import type { Attempt, AttemptResult, Executor } from '../../executor.ts';
import type { InputVerifier } from './input-verifier.ts';
import { performAttempt } from './perform-attempt.ts';
import { WorkerPool } from './worker-pool.ts';
import type { WorkerProcess } from './worker-process.ts';

/** Performs attempts in worker processes of this machine. */
export class LocalExecutor implements Executor {
  readonly #cache: CacheFolder;
  readonly #owner: Owner;
  readonly #verifier: InputVerifier;
  readonly #pool = new WorkerPool();
  readonly #busy = new Set<WorkerProcess>();
  #interrupted = false;
  #killTimer: NodeJS.Timeout | undefined;

  constructor(cache: CacheFolder, owner: Owner, verifier: InputVerifier) {
    this.#cache = cache;
    this.#owner = owner;
    this.#verifier = verifier;
  }

  /** Reads the inputs that this run has not read yet, and performs the attempt. */
  async perform(attempt: Attempt): Promise<AttemptResult> {
    const worker = this.#pool.take();
    this.#busy.add(worker);
    try {
      const { broken, damaged } = await this.#verifier.verify(attempt.inputs, worker);
      if (broken) return broken;
      if (damaged.size > 0) return { type: 'damaged-inputs', damaged };
      if (this.#interrupted) return { type: 'stopped', why: 'interrupt', checkpoint: false };
      return await performAttempt(this.#cache, attempt, worker, this.#owner);
    } finally {
      this.#busy.delete(worker);
      this.#pool.release(worker);
    }
  }

  interrupt(waitMs: number): void {
    this.#interrupted = true;
    for (const worker of this.#busy) worker.abort('interrupt');
    this.#killTimer = setTimeout(() => {
      this.kill();
    }, waitMs).unref();
  }

  kill(): void {
    for (const worker of this.#busy) worker.kill();
  }

  /** Ends the worker processes. */
  close(): void {
    clearTimeout(this.#killTimer);
    this.#pool.close();
  }
}
