import type { RunEvent } from '../../execution/event.ts';
import { DrawnLine } from '../../progress/drawn-line.ts';
import { progressText, problemText } from '../../progress/remote-text.ts';
import type { GlobalOptions } from '../options.ts';
import { say } from '../output.ts';

/** How a push or a pull is shown: a line that is drawn over itself on a terminal, else now and then one more; events as JSON. */
export function transferBar(options: GlobalOptions): {
  listen: (event: RunEvent) => void;
  clear: () => void;
} {
  const line = new DrawnLine(options);
  let saidMs = performance.now();
  return {
    clear() {
      line.clear();
    },
    listen(event) {
      if (options.json === true) {
        process.stdout.write(`${JSON.stringify(event)}\n`);
        return;
      }
      if (event.type === 'remote-problem') {
        line.clear();
        say(problemText(event));
      }
      if (event.type !== 'remote-progress') return;
      line.draw(() => progressText(event));
      if (line.shown || performance.now() - saidMs < SIGN_OF_LIFE_MS) return;
      saidMs = performance.now();
      say(progressText(event));
    },
  };
}

const SIGN_OF_LIFE_MS = 15_000;
