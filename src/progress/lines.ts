import type { RunEvent } from '../execution/event.ts';
import { durationText } from './duration-text.ts';
import { notice } from './notice.ts';
import { progressText } from './remote-text.ts';
import { failureText } from './outcome.ts';
import { stageLine } from './stage-line.ts';
import { settled, type Tally } from '../execution/stage-tally.ts';

const HEARTBEAT_MS = 15_000;

/** Progress as timestamped lines, for files and pipes: one line for each instance that ends, and a sign of life. */
export class LineView {
  readonly #tally: Tally;
  readonly #write: (text: string) => void;
  readonly #now: () => number;
  #heartbeat: NodeJS.Timeout | undefined;
  #transferMs = Number.NEGATIVE_INFINITY;

  constructor(tally: Tally, write: (text: string) => void, now: () => number = Date.now) {
    this.#tally = tally;
    this.#write = write;
    this.#now = now;
  }

  /** Shows what is worth a line. The tally has counted the event already. */
  show(event: RunEvent): void {
    const text = this.#lineOf(event);
    if (text !== undefined) this.#line(text);
    if (
      (event.type === 'instance-started' || event.type === 'instance-queued') &&
      this.#heartbeat === undefined
    ) {
      this.#heartbeat = setInterval(() => {
        this.beat();
      }, HEARTBEAT_MS);
      this.#heartbeat.unref();
    }
  }

  /** One line for each stage at work. */
  beat(): void {
    for (const tally of this.#tally.stages.values())
      if (tally.running.size + tally.queued.size > 0) this.#line(stageLine(tally, this.#now()));
  }

  /** Ends the signs of life. */
  end(): Promise<void> {
    clearInterval(this.#heartbeat);
    return Promise.resolve();
  }

  #line(text: string): void {
    this.#write(`${new Date(this.#now()).toTimeString().slice(0, 8)} ${text}\n`);
  }

  #lineOf(event: RunEvent): string | undefined {
    switch (event.type) {
      case 'instance-started':
        return event.resumed ? `${event.instance} goes on from its checkpoint` : undefined;
      case 'instance-finished':
        return `${this.#count(event.stage)}${event.instance} ${
          event.shared
            ? 'taken over: the same work was done meanwhile'
            : `done in ${durationText(event.durationMs)}`
        }${event.changed ? '' : ', same bytes as before'}`;
      case 'instance-failed':
        return failureText(event);
      case 'instance-interrupted':
        return `${event.instance} interrupted${event.checkpoint ? ', its state is saved' : ''}`;
      case 'remote-progress':
        return this.#isDue() ? progressText(event) : undefined;
      case 'determinism-checked':
      case 'instance-queued':
      case 'instance-left':
      case 'queue-reasons':
      case 'run-started':
      case 'instance-hit':
      case 'instance-stale':
      case 'instance-progress':
      case 'instance-checkpoint':
      case 'instance-warning':
      case 'instance-retried':
      case 'instance-skipped':
      case 'instance-published':
      case 'waiting-for-lock':
      case 'waiting-for-gc':
      case 'output-differs':
      case 'remote-differs':
      case 'remote-problem':
      case 'temporary-dropped':
      case 'cache-repaired':
      case 'cache-cleaned':
      case 'run-progress':
      case 'interrupt-requested':
      case 'run-finished':
        return notice(event);
    }
  }

  /** What is said again and again is said as often as a sign of life. */
  #isDue(): boolean {
    const now = this.#now();
    if (now - this.#transferMs < HEARTBEAT_MS) return false;
    this.#transferMs = now;
    return true;
  }

  #count(stage: string): string {
    const tally = this.#tally.stages.get(stage);
    return tally === undefined || tally.total === 1 ? '' : `${settled(tally)}/${tally.total} `;
  }
}
