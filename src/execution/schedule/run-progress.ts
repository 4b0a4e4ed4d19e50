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
    const paces = this.#paces();
    const work = left.map((task) => ({
      threads: task.threads,
      expectedMs: leftOf(task, now, paces.get(task.instance.stage) ?? 1),
    }));
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

  /** Stage → how many times as long its instances took in this run as was expected: another machine, or a busy one. */
  #paces(): Map<string, number> {
    const sums = new Map<string, { tookMs: number; expectedMs: number }>();
    for (const { state, startedMs, expectedMs = 0, entry, instance } of this.#tasks) {
      if (state !== 'done' || startedMs === undefined || expectedMs === 0) continue;
      const sum = sums.get(instance.stage) ?? { tookMs: 0, expectedMs: 0 };
      sums.set(instance.stage, {
        tookMs: sum.tookMs + entry!.durationMs,
        expectedMs: sum.expectedMs + expectedMs,
      });
    }
    return new Map([...sums].map(([stage, { tookMs, expectedMs }]) => [stage, tookMs / expectedMs]));
  }
}

/** What is expected to be left of a task, of a stage that takes so many times as long as was expected. */
function leftOf(task: Task, now: number, pace: number): number | undefined {
  const { state, isQueued, startedMs, fraction } = task;
  const expectedMs = task.expectedMs === undefined ? undefined : task.expectedMs * pace;
  if (state !== 'running' || isQueued || startedMs === undefined) return expectedMs;
  return leftMs({ elapsedMs: now - startedMs, fraction, expectedMs });
}
