import { setImmediate } from 'node:timers/promises';
import { visible } from '../pipeline/faults/visible.ts';
import { systemCode } from '../cache/files/system-error.ts';
import { PipelineError } from '../pipeline/faults/error.ts';
import type { GlobalOptions } from './options.ts';

/** Writes a line for people to standard output; a terminal obeys nothing in it. */
export function say(text: string): void {
  process.stdout.write(`${visible(text)}\n`);
}

/** Writes one JSON document; `version` grows when a reader of older output would misread newer one. */
export function sayJson(document: object): void {
  process.stdout.write(`${JSON.stringify({ version: 1, ...document }, undefined, 2)}\n`);
}

/** Says that the packaged pipeline is used; programs that read JSON are told nothing. */
export function sayPackaged(
  { packaged, file }: { packaged: boolean; file: string },
  options: GlobalOptions,
): void {
  if (packaged && options.json !== true) say(`no pipeline.yaml here: using the packaged one (${file})`);
}

/**
 * Lets a command go on whose output cannot be written, as on a full disk: hours of work do not end for it. A reader that goes away
 * ("status | head") is no fault: the command comes to its end, and the exit code says how.
 * @returns what to say at the end, where something could not be written; standard output is as it was then
 */
export function guardOutput(): () => Promise<PipelineError | undefined> {
  const { stdout, stderr } = process;
  let code: string | undefined;
  const fail = (error: Error): void => {
    if (systemCode(error) !== 'EPIPE') code ??= systemCode(error) ?? error.message;
  };
  const write = stdout.write.bind(stdout) as (...given: unknown[]) => boolean;
  const guarded = (...given: unknown[]): boolean => {
    try {
      return write(...given);
    } catch (error) {
      fail(error as Error);
      return true;
    }
  };
  const before = Reflect.get(stdout, 'write');
  stdout.on('error', fail);
  // Where this cannot be told either, nobody can be told.
  stderr.on('error', () => undefined);
  stdout.write = guarded;
  return async () => {
    // That the last words could not be written is told a turn later.
    await setImmediate();
    if (stdout.write === guarded) stdout.write = before;
    return code === undefined
      ? undefined
      : new PipelineError('file-system', `the output of this command could not be written (${code})`, {
          hint: 'The command itself came to its end: only what it says is lost. Send that elsewhere.',
        });
  };
}
