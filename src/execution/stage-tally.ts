import type { RunEventBody } from './event.ts';
import { leftMs, remainingMs } from './remaining.ts';
import { present } from '../present.ts';

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
  /** Of those that were up to date: found in a remote. */
  fetched: number;
  ran: number;
  failed: number;
  skipped: number;
  interrupted: number;
  running: Map<string, Running>;
  /** Jobs of a cluster that have not started there, and why: how many for which reason. */
  queued: Set<string>;
  queueReasons: Record<string, number>;
  /** Jobs of a cluster that go on without this run. */
  left: number;
  /** Durations of the instances that ran. */
  ranMs: number;
  /** Recorded durations of the instances that were up to date. */
  savedMs: number;
  /** Interrupted instances that saved their state. */
  checkpoints: number;
  /** When the first instance started and the last one ended. */
  firstMs?: number;
  lastMs?: number;
}

/** Counts the events of a run by stage. */
export class Tally {
  readonly stages: ReadonlyMap<string, StageTally>;
  /** As what an instance that has ended was counted, and the time that it saved: one that is made again is not counted twice. */
  readonly #ended = new Map<string, { as: 'upToDate' | 'ran'; savedMs: number; fetched: number }>();
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
          fetched: 0,
          ran: 0,
          failed: 0,
          skipped: 0,
          interrupted: 0,
          running: new Map(),
          queued: new Set(),
          queueReasons: {},
          left: 0,
          ranMs: 0,
          savedMs: 0,
          checkpoints: 0,
        },
      ]),
    );
  }

  /** Takes an event in; gives the stage that it changed. */
  add(event: RunEventBody): StageTally | undefined {
    if (!('stage' in event)) return undefined;
    const tally = this.stages.get(event.stage);
    if (tally === undefined) return undefined;
    if (event.type === 'queue-reasons') {
      tally.queueReasons = event.reasons;
      return tally;
    }
    const { instance } = event;
    switch (event.type) {
      case 'instance-hit':
        this.#end(tally, instance, 'upToDate', event.durationMs, event.remote === undefined ? 0 : 1);
        return tally;
      case 'instance-stale':
        // A result that was there is made again: something turned out to need an output that was dropped or damaged.
        return this.#forget(tally, instance) ? tally : undefined;
      case 'instance-queued':
        tally.queued.add(instance);
        return tally;
      case 'instance-started':
        tally.queued.delete(instance);
        tally.firstMs ??= this.#now();
        tally.running.set(instance, {
          startedAtMs: this.#now(),
          fraction: 0,
          ...present({ expectedMs: event.expectedMs }),
        });
        return tally;
      case 'instance-progress': {
        const running = tally.running.get(instance);
        if (running === undefined) return undefined;
        running.fraction = event.fraction;
        if (event.message !== undefined) running.message = event.message;
        return tally;
      }
      case 'instance-finished':
        this.#stop(tally, instance);
        this.#end(tally, instance, event.shared ? 'upToDate' : 'ran', 0);
        if (!event.shared) tally.ranMs += event.durationMs;
        return tally;
      case 'instance-retried':
        tally.running.delete(instance);
        return tally;
      case 'instance-failed':
        this.#stop(tally, instance);
        tally.failed++;
        return tally;
      case 'instance-interrupted':
        this.#stop(tally, instance);
        tally.interrupted++;
        if (event.checkpoint) tally.checkpoints++;
        return tally;
      case 'instance-left':
        this.#stop(tally, instance);
        tally.left++;
        return tally;
      case 'instance-skipped':
        tally.skipped++;
        return tally;
      case 'determinism-checked':
      case 'instance-checkpoint':
      case 'instance-warning':
      case 'instance-published':
      case 'waiting-for-lock':
      case 'output-differs':
      case 'remote-differs':
      case 'temporary-dropped':
        return undefined;
    }
  }

  #stop(tally: StageTally, instance: string): void {
    tally.running.delete(instance);
    tally.queued.delete(instance);
    tally.lastMs = this.#now();
  }

  #end(tally: StageTally, instance: string, as: 'upToDate' | 'ran', savedMs: number, fetched = 0): void {
    this.#forget(tally, instance);
    this.#ended.set(instance, { as, savedMs, fetched });
    tally[as]++;
    tally.fetched += fetched;
    tally.savedMs += savedMs;
  }

  #forget(tally: StageTally, instance: string): boolean {
    const before = this.#ended.get(instance);
    if (before === undefined) return false;
    this.#ended.delete(instance);
    tally[before.as]--;
    tally.savedMs -= before.savedMs;
    tally.fetched -= before.fetched;
    return true;
  }
}

/** Instances that have an end, good or bad. */
export function settled({ upToDate, ran, failed, skipped, interrupted, left }: StageTally): number {
  return upToDate + ran + failed + skipped + interrupted + left;
}

/** Milliseconds until the stage is done, as far as its running and finished instances can tell. */
export function stageRemainingMs(tally: StageTally, now: number): number | undefined {
  const meanMs = tally.ran > 0 ? tally.ranMs / tally.ran : undefined;
  const running = [...tally.running.values()].map(({ startedAtMs, fraction, expectedMs }) => {
    const elapsedMs = now - startedAtMs;
    const left = leftMs({ elapsedMs, fraction, expectedMs: expectedMs ?? meanMs });
    return { left, whole: left === undefined ? undefined : elapsedMs + left };
  });
  const wholes = running.flatMap(({ whole }) => whole ?? []);
  const each =
    meanMs ?? (wholes.length > 0 ? wholes.reduce((sum, whole) => sum + whole, 0) / wholes.length : undefined);
  const waiting = Math.max(0, tally.total - settled(tally) - running.length);
  const work = [...running.map(({ left }) => left), ...Array.from({ length: waiting }, () => each)];
  return remainingMs(
    work.map((expectedMs) => ({ expectedMs, threads: 1 })),
    Math.max(1, running.length),
  );
}
