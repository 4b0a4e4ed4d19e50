import type { Task } from '../task.ts';

/** Tasks that failed and are tried again after a while. */
export class Retries {
  readonly #timers = new Map<Task, NodeJS.Timeout>();

  get size(): number {
    return this.#timers.size;
  }

  /** Calls back after the delay, unless all are given up before. */
  later(task: Task, delayMs: number, again: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(task);
      again();
    }, delayMs);
    this.#timers.set(task, timer);
  }

  /** Gives all up. */
  cancel(): Task[] {
    const tasks = [...this.#timers.keys()];
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    return tasks;
  }
}
