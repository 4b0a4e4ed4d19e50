import { WorkerProcess } from './worker-process.ts';

/**
 * Worker processes. One that has loaded a stage file does nothing else, since what the file left behind would be there for the next
 * stage; its successor is started ahead, while others run. Commands leave nothing, and share a process.
 */
export class WorkerPool {
  readonly #idle: WorkerProcess[] = [];
  readonly #all = new Set<WorkerProcess>();
  #taken = 0;

  /** A free worker whose libraries use this many threads; the number is fixed when a process starts. */
  take(threads: number): WorkerProcess {
    const worker = this.#fromIdle(threads) ?? this.#start(threads);
    // Who asks for a second one will want more.
    if (++this.#taken > 1 && this.#idle.length === 0) this.#idle.push(this.#start(threads));
    return worker;
  }

  /** Gives a worker back. */
  release(worker: WorkerProcess): void {
    if (!worker.alive) this.#all.delete(worker);
    else if (worker.isFresh) this.#idle.push(worker);
    else this.#end(worker);
  }

  /** Ends all workers. */
  close(): void {
    for (const worker of this.#all) this.#end(worker);
    this.#idle.length = 0;
  }

  #fromIdle(threads: number): WorkerProcess | undefined {
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
    return undefined;
  }

  #start(threads: number): WorkerProcess {
    const worker = new WorkerProcess(threads);
    this.#all.add(worker);
    return worker;
  }

  #end(worker: WorkerProcess): void {
    worker.kill();
    this.#all.delete(worker);
  }
}
