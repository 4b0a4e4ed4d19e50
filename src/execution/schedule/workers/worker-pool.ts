import { WorkerProcess } from './worker-process.ts';

/** Worker processes, reused: starting one costs about as much as a small stage. */
export class WorkerPool {
  readonly #idle: WorkerProcess[] = [];
  readonly #all = new Set<WorkerProcess>();

  /** A free worker whose libraries use this many threads; the number is fixed when a process starts. */
  take(threads: number): WorkerProcess {
    for (let index = this.#idle.length - 1; index >= 0; index--) {
      const worker = this.#idle[index]!;
      if (worker.alive && worker.threads !== threads) continue;
      this.#idle.splice(index, 1);
      if (worker.alive) return worker;
      this.#all.delete(worker);
    }
    // An idle process of another kind only keeps memory.
    const other = this.#idle.shift();
    if (other) this.#end(other);
    const worker = new WorkerProcess(threads);
    this.#all.add(worker);
    return worker;
  }

  /** Gives a worker back. */
  release(worker: WorkerProcess): void {
    if (worker.alive) this.#idle.push(worker);
    else this.#all.delete(worker);
  }

  /** Ends all workers. */
  close(): void {
    for (const worker of this.#all) this.#end(worker);
    this.#idle.length = 0;
  }

  #end(worker: WorkerProcess): void {
    worker.kill();
    this.#all.delete(worker);
  }
}
