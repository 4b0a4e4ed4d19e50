import { present } from '../../present.ts';
import type { Emit } from '../event.ts';

const INTERVAL_MS = 1000;
/** The speed is that of so many of the last intervals. */
const REMEMBERED = 10;

/** One result on its way. */
export interface Transfer {
  expect: (bytes: number) => void;
  moved: (bytes: number) => void;
  end: () => void;
}

/** Counts results on their way, and says how many, how fast, and how long it will take. */
export class Transfers {
  readonly #direction: 'sending' | 'receiving';
  readonly #emit: Emit;
  readonly #now: () => number;
  #done = 0;
  #total = 0;
  #sizeBytes = 0;
  #totalBytes = 0;
  #marks: { ms: number; sizeBytes: number }[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(direction: 'sending' | 'receiving', emit: Emit, now: () => number = () => performance.now()) {
    this.#direction = direction;
    this.#emit = emit;
    this.#now = now;
    this.#mark();
  }

  /** One more result; `expect` says its size where that becomes known later. */
  begin(givenBytes: number): Transfer {
    this.#total++;
    this.#totalBytes += givenBytes;
    let sizeBytes = givenBytes;
    let moved = 0;
    return {
      expect: (bytes) => {
        this.#totalBytes += bytes - sizeBytes;
        sizeBytes = bytes;
      },
      moved: (bytes) => {
        // What is sent twice, or in packs, is not more than there is.
        const more = Math.min(bytes, sizeBytes - moved);
        moved += more;
        this.#sizeBytes += more;
      },
      end: () => {
        this.#done++;
        this.#sizeBytes += sizeBytes - moved;
      },
    };
  }

  /** Says from now on how far it is, once a second. */
  show(): void {
    this.#timer ??= setInterval(() => {
      this.tell();
    }, INTERVAL_MS);
    this.#timer.unref();
  }

  tell(): void {
    this.#mark();
    const first = this.#marks[0]!;
    const last = this.#marks.at(-1)!;
    const spentMs = last.ms - first.ms;
    const bytesPerSecond = spentMs > 0 ? (1000 * (last.sizeBytes - first.sizeBytes)) / spentMs : 0;
    const left = this.#totalBytes - this.#sizeBytes;
    const remainingMs = bytesPerSecond > 0 ? Math.round((1000 * left) / bytesPerSecond) : undefined;
    this.#emit({
      type: 'remote-progress',
      direction: this.#direction,
      done: this.#done,
      total: this.#total,
      sizeBytes: this.#sizeBytes,
      totalBytes: this.#totalBytes,
      bytesPerSecond: Math.round(bytesPerSecond),
      ...present({ remainingMs }),
    });
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #mark(): void {
    this.#marks.push({ ms: this.#now(), sizeBytes: this.#sizeBytes });
    this.#marks = this.#marks.slice(-REMEMBERED);
  }
}
