import type { RunEvent } from '../execution/event.ts';

/** A running instance. */
interface Running {
  startedAtMs: number;
  fraction: number;
  message?: string;
  expectedMs?: number;
}

/** How far a stage is. */
export interface StageTally {
  stage: string;
  total: number;
  upToDate: number;
  ran: number;
  failed: number;
  skipped: number;
  interrupted: number;
  running: Map<string, Running>;
  /** Durations of the instances that ran. */
  ranMs: number;
  /** When the first instance started and the last one ended. */
  firstMs?: number;
  lastMs?: number;
}

/** Counts the events of a run by stage. */
export class Tally {
  readonly stages: ReadonlyMap<string, StageTally>;
  /** As what an instance that has ended was counted. */
  readonly #ended = new Map<string, 'upToDate' | 'ran'>();
  readonly #now: () => number;

  constructor(totals: ReadonlyMap<string, number>, now: () => number = Date.now) {
    this.#now = now;
    this.stages = new Map(
      [...totals].map(([stage, total]) => [
        stage,
        {
          stage,
          total,
          upToDate: 0,
          ran: 0,
          failed: 0,
          skipped: 0,
          interrupted: 0,
          running: new Map(),
          ranMs: 0,
        },
      ]),
    );
  }

  /** Takes an event in; gives the stage that it changed. */
  add(event: RunEvent): StageTally | undefined {
    if (!('stage' in event)) return undefined;
    const tally = this.stages.get(event.stage);
    if (tally === undefined) return undefined;
    const end = (): void => {
      tally.running.delete(event.instance);
      tally.lastMs = this.#now();
    };
    switch (event.type) {
      case 'instance-hit':
        this.#ended.set(event.instance, 'upToDate');
        tally.upToDate++;
        return tally;
      case 'instance-stale': {
        // A result that was there is made again: something turned out to need an output that was dropped or damaged.
        const before = this.#ended.get(event.instance);
        if (before === undefined) return undefined;
        this.#ended.delete(event.instance);
        tally[before]--;
        return tally;
      }
      case 'instance-started':
        tally.firstMs ??= this.#now();
        tally.running.set(event.instance, {
          startedAtMs: this.#now(),
          fraction: 0,
          ...(event.expectedMs === undefined ? {} : { expectedMs: event.expectedMs }),
        });
        return tally;
      case 'instance-progress': {
        const running = tally.running.get(event.instance);
        if (running === undefined) return undefined;
        running.fraction = event.fraction;
        if (event.message !== undefined) running.message = event.message;
        return tally;
      }
      case 'instance-finished':
        end();
        this.#ended.set(event.instance, event.shared ? 'upToDate' : 'ran');
        if (event.shared) tally.upToDate++;
        else {
          tally.ran++;
          tally.ranMs += event.durationMs;
        }
        return tally;
      case 'instance-retried':
        tally.running.delete(event.instance);
        return tally;
      case 'instance-failed':
        end();
        tally.failed++;
        return tally;
      case 'instance-interrupted':
        end();
        tally.interrupted++;
        return tally;
      case 'instance-skipped':
        tally.skipped++;
        return tally;
      case 'instance-checkpoint':
      case 'instance-warning':
      case 'instance-published':
      case 'waiting-for-lock':
      case 'output-differs':
      case 'temporary-dropped':
        return undefined;
    }
  }
}

/** Instances that have an end, good or bad. */
export function settled({ upToDate, ran, failed, skipped, interrupted }: StageTally): number {
  return upToDate + ran + failed + skipped + interrupted;
}

/** Milliseconds until the stage is done, as far as its running and finished instances can tell. */
export function remainingMs(tally: StageTally, now: number): number | undefined {
  const meanMs = tally.ran > 0 ? tally.ranMs / tally.ran : undefined;
  let left = 0;
  let known = 0;
  for (const { startedAtMs, fraction, expectedMs } of tally.running.values()) {
    const elapsed = now - startedAtMs;
    const whole = fraction > 0.02 ? elapsed / fraction : (meanMs ?? expectedMs);
    if (whole === undefined) return undefined;
    left += Math.max(0, whole - elapsed);
    known += whole;
  }
  const waiting = tally.total - settled(tally) - tally.running.size;
  const each = meanMs ?? (tally.running.size > 0 ? known / tally.running.size : undefined);
  if (waiting > 0 && each === undefined) return undefined;
  return (left + waiting * (each ?? 0)) / Math.max(1, tally.running.size);
}
