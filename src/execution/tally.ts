import { isBadInput } from './error-report.ts';
import type { RunEventBody, RunSummary } from './event.ts';

/** Counts the events of a run into its summary. */
export class Tally {
  readonly #startedMs = performance.now();
  readonly #counts = { hits: 0, ran: 0, skipped: 0, interrupted: 0, checkpoints: 0, savedMs: 0 };
  readonly #failures: RunSummary['failures'] = [];
  #signalled = false;

  count(event: RunEventBody): void {
    const counts = this.#counts;
    if (event.type === 'instance-hit') {
      counts.hits++;
      counts.savedMs += event.durationMs;
    } else if (event.type === 'instance-finished') {
      if (event.shared) counts.hits++;
      else counts.ran++;
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
