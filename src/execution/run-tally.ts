import type { Instance } from '../pipeline/plan/plan.ts';
import { isBadInput } from './error-report.ts';
import { TIME_BUDGET, type RunEventBody, type RunSummary } from './event.ts';
import { type StageTally, Tally } from './stage-tally.ts';
import { present } from '../present.ts';

/** Counts the events of a run into its summary. */
export class RunTally {
  readonly #startedMs = performance.now();
  readonly #tally: Tally;
  readonly #failures: RunSummary['failures'] = [];
  /** The first signal, or that the time budget was over. */
  #stoppedBy: string | undefined;

  constructor(instances: readonly Pick<Instance, 'stage'>[]) {
    this.#tally = new Tally(countsByStage(instances));
  }

  count(event: RunEventBody): void {
    this.#tally.add(event);
    if (event.type === 'interrupt-requested') this.#stoppedBy ??= event.signal;
    if (event.type !== 'instance-failed') return;
    const { instance, error, log, rerun } = event;
    this.#failures.push({ instance, error, ...present({ log }), rerun });
  }

  summary(total: number): RunSummary {
    const left = this.#sum('left');
    return {
      exitCode: this.#exitCode(),
      total,
      hits: this.#sum('upToDate'),
      ran: this.#sum('ran'),
      skipped: this.#sum('skipped'),
      interrupted: this.#sum('interrupted'),
      checkpoints: this.#sum('checkpoints'),
      ...(left > 0 && { left }),
      savedMs: this.#sum('savedMs'),
      failed: this.#failures.length,
      durationMs: Math.round(performance.now() - this.#startedMs),
      failures: this.#failures,
    };
  }

  #sum(count: 'upToDate' | 'ran' | 'skipped' | 'interrupted' | 'checkpoints' | 'left' | 'savedMs'): number {
    return [...this.#tally.stages.values()].reduce((sum, stage: StageTally) => sum + stage[count], 0);
  }

  /**
   * 2 where all that failed failed for what the user gave. A failure is said before a time budget that was over, and before jobs of a
   * cluster that go on.
   */
  #exitCode(): RunSummary['exitCode'] {
    if (this.#stoppedBy !== undefined && this.#stoppedBy !== TIME_BUDGET) return 130;
    if (this.#failures.length === 0) return this.#stoppedBy === undefined && this.#sum('left') === 0 ? 0 : 4;
    return this.#failures.every(({ error }) => isBadInput(error)) ? 2 : 1;
  }
}

/** The number of instances of each stage, in the order of the instances. */
export function countsByStage(instances: readonly Pick<Instance, 'stage'>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { stage } of instances) counts.set(stage, (counts.get(stage) ?? 0) + 1);
  return counts;
}
