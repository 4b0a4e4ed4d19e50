import { visible } from '../pipeline/faults/visible.ts';

const REDRAW_MS = 100;

/** Whether standard output may be drawn over: it is a terminal, and one that moves its cursor. */
export function isDrawable(): boolean {
  return process.stdout.isTTY && process.env['TERM'] !== 'dumb';
}

/** One line of the terminal that is drawn over itself, ten times a second at most; nothing where it is not shown. */
export class DrawnLine {
  readonly shown: boolean;
  #drawnMs = -Infinity;

  /** @param json - whether a program reads what is written; it is not shown then, nor where there is no terminal */
  constructor({ json }: { json?: boolean }) {
    this.shown = json !== true && isDrawable();
  }

  draw(text: () => string): void {
    const now = performance.now();
    if (!this.shown || now - this.#drawnMs < REDRAW_MS) return;
    this.#drawnMs = now;
    process.stdout.write(`\r\u001B[K${visible(text())}`);
  }

  clear(): void {
    if (this.shown) process.stdout.write('\r\u001B[K');
  }
}
