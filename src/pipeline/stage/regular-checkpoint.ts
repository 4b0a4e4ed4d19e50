import { setImmediate } from 'node:timers/promises';
import type { Checkpoint, StageContext } from './stage.ts';

/** How often a long stage keeps what it has. */
const EVERY_MS = 20_000;

/**
 * For a stage that computes in a loop: call the result once a turn. It lets messages of the engine in, has `write` fill a
 * checkpoint when the last one is a while ago or the stage is told to stop, and throws the reason in the latter case. Several loops
 * may call it at the same time: they save one after the other.
 * @example
 * const checkpoint = { load: () => undefined, save: (write) => write('/somewhere') };
 * const keep = regularCheckpoint({ checkpoint, signal: new AbortController().signal }, 0);
 * for (const turn of [1, 2]) await keep((folder) => console.log('kept', turn));
 * // kept 1
 * // kept 2
 */
export function regularCheckpoint(
  { checkpoint, signal }: Pick<StageContext<unknown>, 'checkpoint' | 'signal'>,
  everyMs = EVERY_MS,
): Checkpoint['save'] {
  let savedAt = performance.now();
  let saving = Promise.resolve();
  const saveWhenDue = async (write: Parameters<Checkpoint['save']>[0]): Promise<void> => {
    if (!signal.aborted && performance.now() - savedAt <= everyMs) return;
    await checkpoint.save(write);
    savedAt = performance.now();
  };
  return async (write) => {
    await setImmediate();
    saving = saving.then(() => saveWhenDue(write));
    await saving;
    signal.throwIfAborted();
  };
}
