import type { RunEvent } from '../../execution/event.ts';
import { progressText, problemText } from '../../progress/remote-text.ts';
import type { GlobalOptions } from '../options.ts';
import { say } from '../output.ts';

/** How a push or a pull is shown: a line that is drawn over itself on a terminal, else now and then one more; events as JSON. */
export function transferBar({ json }: GlobalOptions): {
  listen: (event: RunEvent) => void;
  clear: () => void;
} {
  const onTerminal = process.stdout.isTTY;
  let saidMs = performance.now();
  const clear = (): void => {
    if (onTerminal && json !== true) process.stdout.write('\r\u001B[K');
  };
  return {
    clear,
    listen(event) {
      if (json === true) {
        process.stdout.write(`${JSON.stringify(event)}\n`);
        return;
      }
      if (event.type === 'remote-problem') {
        clear();
        say(problemText(event));
      }
      if (event.type !== 'remote-progress') return;
      if (onTerminal) process.stdout.write(`\r\u001B[K${progressText(event)}`);
      else if (performance.now() - saidMs > SIGN_OF_LIFE_MS) {
        saidMs = performance.now();
        say(progressText(event));
      }
    },
  };
}

const SIGN_OF_LIFE_MS = 15_000;
