import { setImmediate } from 'node:timers/promises';
import { listenForInterrupts } from '../../execution/schedule/interrupt.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { exitCodeOf, printError } from '../print-error.ts';

/**
 * Ends the command at Ctrl-C and its like, and says so, until the returned function is called. While stages run, these belong to whoever
 * has asked for them as well.
 */
export function leaveWhenInterrupted(json: boolean): () => Promise<void> {
  const leave = (signal: string): void => {
    if (process.listenerCount(signal) > 1) return;
    const error = new PipelineError('interrupted', `interrupted by ${signal}; no stage was running`, {
      hint: 'The same command goes on from here.',
    });
    printError(error, json);
    process.exit(exitCodeOf(error));
  };
  const stop = listenForInterrupts(leave, leave);
  return async () => {
    // What arrived while nothing was heard is heard in the next turn but one.
    await setImmediate();
    await setImmediate();
    stop();
  };
}
