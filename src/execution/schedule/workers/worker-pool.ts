import { WorkerProcess } from './worker-process.ts';

/** Worker processes: each performs one job at a time, one after another, whatever the jobs are. */
export class WorkerPool {
  readonly #idle: WorkerProcess[] = [];
  readonly #all = new Set<WorkerProcess>();

  /** A free worker. */
  take(): WorkerProcess {
    for (;;) {
      const worker = this.#idle.pop() ?? this.#start();
      if (worker.alive) return worker;
      this.#all.delete(worker);
    }
  }

  /** Gives a worker back. */
  release(worker: WorkerProcess): void {
    if (worker.alive) this.#idle.push(worker);
    else this.#all.delete(worker);
  }

  /** Ends all workers. */
  close(): void {
    for (const worker of this.#all) worker.kill();
    this.#all.clear();
    this.#idle.length = 0;
  }

  #start(): WorkerProcess {
    const worker = new WorkerProcess();
    this.#all.add(worker);
    return worker;
  }
}
