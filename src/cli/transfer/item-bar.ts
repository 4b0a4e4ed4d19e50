import { DrawnLine } from '../../progress/drawn-line.ts';
import type { GlobalOptions } from '../options.ts';

/** One line on the terminal that says how many of the items are done; nothing elsewhere. */
export function itemBar(options: GlobalOptions): {
  show: (done: number, total: number, item: string) => void;
  clear: () => void;
} {
  const line = new DrawnLine(options);
  return {
    show(done, total, item) {
      line.draw(() => `${done}/${total} ${item.slice(0, 60)}`);
    },
    clear() {
      line.clear();
    },
  };
}
