import { visible } from '../../pipeline/faults/visible.ts';
import type { GlobalOptions } from '../options.ts';

const REDRAW_MS = 100;

/** One line on the terminal, drawn over itself, that says how many of the items are done; nothing elsewhere. */
export function itemBar({ json }: GlobalOptions): {
  show: (done: number, total: number, item: string) => void;
  clear: () => void;
} {
  const drawn = json !== true && process.stdout.isTTY;
  let drawnMs = 0;
  return {
    show(done, total, item) {
      const now = performance.now();
      if (!drawn || now - drawnMs < REDRAW_MS) return;
      drawnMs = now;
      process.stdout.write(`\r\u001B[K${done}/${total} ${visible(item).slice(0, 60)}`);
    },
    clear() {
      if (drawn) process.stdout.write('\r\u001B[K');
    },
  };
}
