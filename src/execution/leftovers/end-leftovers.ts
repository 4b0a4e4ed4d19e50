import { setTimeout } from 'node:timers/promises';
import { PipelineError } from '../../pipeline/faults/error.ts';
import { systemCode } from '../../cache/files/system-error.ts';
import { type RunningProcess, type Wanted, runningProcesses } from './running-processes.ts';
import { writtenBy } from './written-by.ts';

const LOOK_MS = 10;

/** What is told to end and is there after this long cannot be ended. */
const PATIENCE_MS = 5000;

/** A process of a stage that did not end with it. */
export interface Leftover extends RunningProcess {
  /** A file of the output that it could still write to, where that can be seen. */
  writes?: string;
}

/**
 * Ends what is left of a stage, so that nothing writes to its output any more. What ends by itself within `graceMs`, as the end of
 * a pipe does, is not worth a word.
 * @returns what had to be ended
 * @throws PipelineError stage-failed where something cannot be ended
 */
export async function endLeftovers(wanted: Wanted, graceMs: number): Promise<Leftover[]> {
  const ended = new Map<number, Leftover>();
  const started = performance.now();
  for (;;) {
    const found = runningProcesses(wanted);
    if (found.length === 0) return [...ended.values()];
    const waitedMs = performance.now() - started;
    if (waitedMs > graceMs + PATIENCE_MS) throw cannotEnd(found);
    if (waitedMs >= graceMs)
      for (const leftover of found) {
        if (!ended.has(leftover.pid))
          ended.set(leftover.pid, { ...leftover, ...writtenBy(leftover.pid, wanted.output) });
        kill(leftover);
      }
    await setTimeout(LOOK_MS);
  }
}

/** The processes in words: "12 (sleep 5), 13 (cat)". */
export function namedProcesses(processes: readonly RunningProcess[]): string {
  return processes.map(({ pid, command }) => `${pid} (${command})`).join(', ');
}

function kill(leftover: RunningProcess): void {
  try {
    process.kill(leftover.pid, 'SIGKILL');
  } catch (error) {
    if (systemCode(error) === 'EPERM') throw cannotEnd([leftover]);
  }
}

function cannotEnd(processes: readonly RunningProcess[]): PipelineError {
  return new PipelineError(
    'stage-failed',
    `the stage left processes running that could not be ended: ${namedProcesses(processes)}`,
    { hint: 'End them, and make the stage wait for what it starts (in a shell: wait).' },
  );
}
