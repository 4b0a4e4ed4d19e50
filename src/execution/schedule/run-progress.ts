import { leftMs, remainingMs } from '../remaining.ts';
import type { Emit } from '../event.ts';
import type { Task } from './task.ts';
import { present } from '../../present.ts';

const INTERVAL_MS = 500;

/** Says how far the run is, a few times a second at most: counting all tasks after each one would be quadratic. */
export class RunProgress {
  readonly #tasks: readonly Task[];
  readonly #slots: number;
  readonly #emit: Emit;
  readonly #timer: NodeJS.Timeout;

  constructor(tasks: Iterable<Task>, slots: number, emit: Emit) {
    this.#tasks = [...tasks];
    this.#slots = slots;
    this.#emit = emit;
    this.#timer = setInterval(() => {
      this.tell();
    }, INTERVAL_MS);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  tell(): void {
    const now = performance.now();
    const left = this.#tasks.filter(({ isOver }) => !isOver);
    const work = left.map((task) => ({ threads: task.threads, expectedMs: leftOf(task, now) }));
    const remaining = remainingMs(work, this.#slots);
    const count = (wanted: Task['state']): number =>
      this.#tasks.filter(({ state }) => state === wanted).length;
    const queued = this.#tasks.filter(({ isQueued }) => isQueued).length;
    this.#emit({
      type: 'run-progress',
      done: count('done'),
      total: this.#tasks.length,
      running: count('running') - queued,
      ...(queued > 0 && { queued }),
      failed: count('failed'),
      ...present({ remainingMs: remaining }),
    });
  }
}

/** What is expected to be left of a task. */
function leftOf({ state, isQueued, startedMs, fraction, expectedMs }: Task, now: number): number | undefined {
  if (state !== 'running' || isQueued || startedMs === undefined) return expectedMs;
  return leftMs({ elapsedMs: now - startedMs, fraction, expectedMs });
}
