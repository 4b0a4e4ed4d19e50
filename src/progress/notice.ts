import { TIME_BUDGET, type RunEvent } from '../execution/event.ts';
import { counted } from '../pipeline/faults/counted.ts';
import { durationText } from './duration-text.ts';
import { sizeText } from './size-text.ts';

/** What a person should know besides the counts, whatever the display; undefined for the ordinary events. */
export function notice(event: RunEvent): string | undefined {
  switch (event.type) {
    case 'cache-repaired': {
      const moved =
        event.quarantine === undefined ? '' : `; the damaged one was moved to ${event.quarantine}`;
      return `cache: ${event.what} ${event.path}: ${event.problem}: ${event.action}${moved}`;
    }
    case 'cache-cleaned':
      return `cache: cleaned up after a killed run: ${counted(event.sessions, 'session')}, ${counted(event.staging, 'half-written output')}, ${counted(event.locks, 'lock')}`;
    case 'waiting-for-lock':
      return `${event.instance}: process ${event.owner.pid} on ${event.owner.host} is computing it; waiting for its result`;
    case 'waiting-for-gc':
      return `cache: process ${event.owner.pid} on ${event.owner.host} is removing what nothing refers to (gc); waiting for it`;
    case 'instance-warning':
      return `${event.instance}: ${event.message}`;
    case 'instance-retried':
      return `${event.instance}: attempt ${event.attempt} failed (${event.error.message}); again in ${durationText(event.delayMs)}`;
    case 'output-differs':
      return `${event.instance}: the same action gave other bytes than before: the stage is not deterministic`;
    case 'temporary-dropped':
      return `${event.instance}: temporary output dropped (${sizeText(event.sizeBytes)})`;
    case 'interrupt-requested':
      return interruptText(event);
    case 'instance-published':
      return event.displaced === undefined
        ? undefined
        : `${event.folder} held files that are not of this pipeline; they were moved to ${event.displaced}`;
    case 'determinism-checked':
    case 'instance-queued':
    case 'instance-left':
    case 'queue-reasons':
    case 'run-started':
    case 'instance-hit':
    case 'instance-stale':
    case 'instance-started':
    case 'instance-progress':
    case 'instance-checkpoint':
    case 'instance-finished':
    case 'instance-failed':
    case 'instance-interrupted':
    case 'instance-skipped':
    case 'run-progress':
    case 'run-finished':
      return undefined;
  }
}

function interruptText(event: RunEvent & { type: 'interrupt-requested' }): string {
  const { signal, running, inCluster = 0, leaveMs = 0, waitMs } = event;
  const isBudget = signal === TIME_BUDGET;
  const parts = [`${isBudget ? 'the time budget is over' : signal}: nothing more is started`];
  if (running > 0 || inCluster === 0)
    parts.push(
      `waiting up to ${durationText(waitMs)} for ${running} running to save their state (${isBudget ? 'Ctrl-C' : 'again'}: stop at once)`,
    );
  if (inCluster > 0)
    parts.push(
      `${counted(inCluster, 'job')} ${inCluster === 1 ? 'stays' : 'stay'} in the cluster, and the same command takes them up again${
        leaveMs > 0 ? ` (Ctrl-C within ${durationText(leaveMs)}: cancel them)` : ''
      }`,
    );
  return parts.join('; ');
}
