import type { RunEventBody } from '../execution/event.ts';
import { durationText } from './duration-text.ts';
import { sizeText } from './size-text.ts';

type RemoteProblem = Extract<RunEventBody, { type: 'remote-problem' }>;
type RemoteProgress = Extract<RunEventBody, { type: 'remote-progress' }>;

const FOLLOWS: Record<RemoteProblem['consequence'], string> = {
  refused: '',
  'not-read': ' Nothing more is taken from it in this run.',
  'not-written': ' Nothing more is sent to it in this run.',
  off: ' The run goes on without it.',
};

/** A problem of a remote for people: what, what follows, what to do. */
export function problemText({ remote, message, hint, consequence }: Omit<RemoteProblem, 'type'>): string {
  return `remote ${remote}: ${message}.${FOLLOWS[consequence]} ${hint}`.trimEnd();
}

/** How far results on their way are, how fast, and how long it takes. */
export function progressText(event: RemoteProgress): string {
  const { direction, done, total, sizeBytes, totalBytes, bytesPerSecond, remainingMs } = event;
  const left = remainingMs === undefined || done === total ? '' : `, ${durationText(remainingMs)} left`;
  return `${direction} ${done} of ${total} results, ${sizeText(sizeBytes)} of ${sizeText(totalBytes)}, ${sizeText(bytesPerSecond)}/s${left}`;
}
