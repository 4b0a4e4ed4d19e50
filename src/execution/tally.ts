import type { PipelineErrorCode } from '../pipeline/error.ts';
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
    switch (event.type) {
      case 'instance-hit':
        counts.hits++;
        counts.savedMs += event.durationMs;
        break;
      case 'instance-finished':
        if (event.shared) counts.hits++;
        else counts.ran++;
        break;
      case 'instance-skipped':
        counts.skipped++;
        break;
      case 'instance-interrupted':
        counts.interrupted++;
        if (event.checkpoint) counts.checkpoints++;
        break;
      case 'instance-failed': {
        const { instance, error, log, rerun } = event;
        this.#failures.push({ instance, error, ...(log !== undefined && { log }), rerun });
        break;
      }
      case 'interrupt-requested':
        this.#signalled = true;
        break;
      default:
        break;
    }
  }

  summary(total: number): RunSummary {
    const failed = this.#failures.length;
    return {
      exitCode: this.#exitCode(),
      total,
      ...this.#counts,
      failed,
      durationMs: Math.round(performance.now() - this.#startedMs),
      failures: this.#failures,
    };
  }

  /** 2 where all that failed failed for what the user gave. */
  #exitCode(): RunSummary['exitCode'] {
    if (this.#signalled) return 130;
    if (this.#failures.length === 0) return 0;
    const codes: PipelineErrorCode[] = this.#failures.map(({ error }) => error.code);
    return codes.every((code) => isBadInput({ code, message: '' })) ? 2 : 1;
  }
}
