import { isBadInput } from './error-report.ts';
import type { RunEventBody, RunSummary } from './event.ts';

/** Counts the events of a run into its summary. */
export class Tally {
  readonly #startedMs = performance.now();
  readonly #counts = { hits: 0, ran: 0, skipped: 0, interrupted: 0, checkpoints: 0, savedMs: 0 };
  /** How each instance ended last, and the time that it saved: one that is made again is not counted twice. */
  readonly #ended = new Map<string, { as: 'hits' | 'ran'; savedMs: number }>();
  readonly #failures: RunSummary['failures'] = [];
  #signalled = false;

  count(event: RunEventBody): void {
    const counts = this.#counts;
    if (event.type === 'instance-hit') {
      this.#end(event.instance, 'hits', event.durationMs);
    } else if (event.type === 'instance-finished') {
      this.#end(event.instance, event.shared ? 'hits' : 'ran', 0);
    } else if (event.type === 'instance-skipped') {
      counts.skipped++;
    } else if (event.type === 'instance-interrupted') {
      counts.interrupted++;
      if (event.checkpoint) counts.checkpoints++;
    } else if (event.type === 'instance-failed') {
      const { instance, error, log, rerun } = event;
      this.#failures.push({ instance, error, ...(log !== undefined && { log }), rerun });
    } else if (event.type === 'interrupt-requested') {
      this.#signalled = true;
    }
  }

  #end(instance: string, as: 'hits' | 'ran', savedMs: number): void {
    const before = this.#ended.get(instance);
    if (before !== undefined) {
      this.#counts[before.as]--;
      this.#counts.savedMs -= before.savedMs;
    }
    this.#counts[as]++;
    this.#counts.savedMs += savedMs;
    this.#ended.set(instance, { as, savedMs });
  }

  summary(total: number): RunSummary {
    return {
      exitCode: this.#exitCode(),
      total,
      ...this.#counts,
      failed: this.#failures.length,
      durationMs: Math.round(performance.now() - this.#startedMs),
      failures: this.#failures,
    };
  }

  /** 2 where all that failed failed for what the user gave. */
  #exitCode(): RunSummary['exitCode'] {
    if (this.#signalled) return 130;
    if (this.#failures.length === 0) return 0;
    return this.#failures.every(({ error }) => isBadInput(error)) ? 2 : 1;
  }
}
