import type { Digest } from '../src/cache/files/digest.ts';
import { EVENT_VERSION, type RunEvent, type RunEventBody, type RunSummary } from '../src/execution/event.ts';

const digest = 'a'.repeat(64) as Digest;

/** An event as the run engine sends it. */
export function runEvent(body: RunEventBody): RunEvent {
  return { version: EVENT_VERSION, time: '2026-11-24T08:00:00.000Z', ...body };
}

/** `train[seed=1]` belongs to `train`. */
function ids(instance: string): { instance: string; stage: string } {
  return { instance, stage: instance.replace(/\[.*$/, '') };
}

export const hit = (instance: string): RunEvent =>
  runEvent({
    type: 'instance-hit',
    ...ids(instance),
    key: digest,
    output: digest,
    metrics: {},
    durationMs: 5,
  });

export const stale = (instance: string): RunEvent =>
  runEvent({ type: 'instance-stale', ...ids(instance), key: digest, reasons: [{ kind: 'never-run' }] });

export const started = (instance: string, expectedMs?: number): RunEvent =>
  runEvent({
    type: 'instance-started',
    ...ids(instance),
    key: digest,
    attempt: 1,
    log: '/cache/logs/x.log',
    resumed: false,
    ...(expectedMs === undefined ? {} : { expectedMs }),
  });

export const progressed = (instance: string, fraction: number, message?: string): RunEvent =>
  runEvent({
    type: 'instance-progress',
    ...ids(instance),
    fraction,
    ...(message === undefined ? {} : { message }),
  });

export const finished = (
  instance: string,
  durationMs: number,
  more: { changed?: boolean; shared?: boolean } = {},
): RunEvent =>
  runEvent({
    type: 'instance-finished',
    ...ids(instance),
    key: digest,
    output: digest,
    metrics: {},
    durationMs,
    files: 1,
    sizeBytes: 10,
    changed: true,
    shared: false,
    ...more,
  });

export const failed = (instance: string, logTail: string[] = ['step 1', 'Error: NaN']): RunEvent =>
  runEvent({
    type: 'instance-failed',
    ...ids(instance),
    error: { code: 'stage-failed', message: 'the loss diverged', hint: 'lower the step size' },
    log: '/cache/logs/train.log',
    logTail,
    rerun: `eos-pipeline repro '${instance}'`,
  });

export const skipped = (instance: string): RunEvent =>
  runEvent({ type: 'instance-skipped', ...ids(instance), because: 'upstream-failed' });

/** A summary with the counts given, and zero for the rest. */
export function summary(counts: Partial<RunSummary>): RunSummary {
  return {
    exitCode: 0,
    total: 0,
    hits: 0,
    fetched: 0,
    ran: 0,
    failed: 0,
    skipped: 0,
    interrupted: 0,
    checkpoints: 0,
    durationMs: 0,
    savedMs: 0,
    failures: [],
    ...counts,
  };
}
