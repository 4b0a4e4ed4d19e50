import type { ActionIndex } from '../../cache/actions/action-index.ts';
import type { Instance } from '../../pipeline/plan/plan.ts';

/** Expected durations: what is forecast of an instance, else its last run, else the mean of its stage. */
export class Estimates {
  readonly #index: ActionIndex;
  readonly #forecastMs: ReadonlyMap<string, number>;
  readonly #means = new Map<string, { sumMs: number; count: number }>();

  constructor(
    index: ActionIndex,
    instances: Iterable<Instance>,
    forecastMs: ReadonlyMap<string, number> = new Map(),
  ) {
    this.#index = index;
    this.#forecastMs = forecastMs;
    for (const { id, stage } of instances) {
      const durationMs = this.#recorded(id);
      if (durationMs !== undefined) this.learn(stage, durationMs);
    }
  }

  /** Takes a duration of this run into account. */
  learn(stage: string, durationMs: number): void {
    const mean = this.#means.get(stage) ?? { sumMs: 0, count: 0 };
    this.#means.set(stage, { sumMs: mean.sumMs + durationMs, count: mean.count + 1 });
  }

  /** Undefined where nothing is forecast and no instance of the stage has ever run. */
  expectedMs({ id, stage }: Instance): number | undefined {
    const mean = this.#means.get(stage);
    return this.#forecastMs.get(id) ?? this.#recorded(id) ?? (mean && mean.sumMs / mean.count);
  }

  #recorded(id: string): number | undefined {
    const key = this.#index.get('instance', id);
    return key === undefined ? undefined : this.#index.get('action', key)?.durationMs;
  }
}
