import { logTail } from '../../cache/log-file.ts';
import { inputVariable } from '../../pipeline/stage/input-variable.ts';
import type { StageJob } from '../job.ts';
import { commandEnd } from './command-end.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';

/** Linux hands a program no variable and no argument of more than 128 KiB, name and end included. */
const LONGEST_VALUE = 130_000;

/** As much of a command as a message shows. */
const SHOWN_CHARACTERS = 200;

/** Variables that would make bash another shell than the documented one. */
const SHELL_VARIABLES = ['BASH_ENV', 'ENV', 'SHELLOPTS', 'BASHOPTS', 'POSIXLY_CORRECT'];

/** Runs the shell command of a `run` stage through zx; its words go to the log. */
export async function runCommand(
  job: StageJob,
  command: string,
  log: number,
  signal: AbortSignal,
): Promise<void> {
  const bytes = Buffer.byteLength(command);
  if (bytes > LONGEST_VALUE)
    throw new PipelineError(
      'stage-failed',
      `the command could not be started (E2BIG: its ${bytes} bytes are more than the ${LONGEST_VALUE} that a shell can be handed): ${shown(command)}`,
      { location: job.location, hint: 'Put it into a script of the project, and name that under "needs".' },
    );
  const { $ } = await import('zx');
  const shell = $({
    cwd: job.projectRoot,
    env: { ...inherited(), ...commandEnvironment(job) },
    stdio: ['ignore', log, log],
    quiet: true,
    nothrow: true,
    // The command stays in the process group of the worker, so that whatever ends the worker ends the command.
    detached: false,
    // Said here, because zx would take them from ZX_… variables of whoever runs the pipeline.
    shell: 'bash',
    prefix: 'set -euo pipefail;',
    postfix: '',
    preferLocal: false,
    verbose: false,
  });
  // The worker ignores SIGTERM; the command and everything it started get the chance to clean up.
  const stop = (): void => void process.kill(-process.pid, 'SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  const ended = await shell(Object.assign([command], { raw: [command] }));
  const { exitCode, signal: killedBy } = ended;
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (exitCode === 0) return;
  const { words, hint } =
    killedBy !== null
      ? { words: `was ended by ${killedBy}`, hint: 'Its output is in the log.' }
      : exitCode !== null
        ? commandEnd(exitCode)
        : { words: `could not be started (${reasonOf(ended.cause)})`, hint: 'Its output is in the log.' };
  throw new PipelineError('stage-failed', `the command ${words}: ${shown(command)}`, {
    location: job.location,
    hint: hint + readOnlyHint(job),
  });
}

/** The environment of the worker without what would change the shell. */
function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !SHELL_VARIABLES.includes(name) && !/^(ZX_|BASH_FUNC_)/.test(name),
    ),
  );
}

/** A long command is in the log of the terminal once, and in pipeline.yaml: its beginning tells which one it is. */
function shown(command: string): string {
  const text = command.trim();
  return text.length > SHOWN_CHARACTERS
    ? `${text.slice(0, SHOWN_CHARACTERS)}… (${text.length} characters)`
    : text;
}

/** A copy of an input is read-only like the input itself, which surprises everyone but root. */
function readOnlyHint(job: StageJob): string {
  if (Object.keys(job.inputs).length === 0) return '';
  const denied = logTail(job.log, 20).some((line) => /permission denied|read-only/i.test(line));
  return denied
    ? ' Inputs are read-only, and "cp -r" copies that too: copy with "cp -r --no-preserve=mode", or make the copy writable with "chmod -R u+w".'
    : '';
}

function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.includes('E2BIG')
    ? 'E2BIG: its environment is larger than a program can be handed'
    : text.split('\n')[0]!;
}

/** What a command is told: where to write, what to read, its parameters and its seed. */
function commandEnvironment(job: StageJob): Record<string, string> {
  const inputs = Object.entries(job.inputs).map(([name, { items }]): [string, string] => [
    inputVariable(name),
    items.map(({ path }) => path).join('\n'),
  ]);
  const tooLong = inputs.find(([, paths]) => Buffer.byteLength(paths) > LONGEST_VALUE);
  if (tooLong)
    throw new PipelineError(
      'stage-failed',
      `the paths in ${tooLong[0]} have ${Buffer.byteLength(tooLong[1])} bytes, more than the ${LONGEST_VALUE} that a command can be handed`,
      {
        location: job.location,
        hint: 'Collect in several steps, or write this stage in TypeScript: context.inputs() has no limit.',
      },
    );
  const params = JSON.stringify(job.fields.params);
  if (Buffer.byteLength(params) > LONGEST_VALUE)
    throw new PipelineError(
      'stage-failed',
      `the parameters in EOS_PARAMS have ${Buffer.byteLength(params)} bytes, more than the ${LONGEST_VALUE} that a command can be handed`,
      {
        location: job.location,
        hint: 'Hand it less under "with", or a file under "needs"; a stage in TypeScript has no limit.',
      },
    );
  return {
    ...Object.fromEntries(inputs),
    EOS_OUTPUT: job.staging,
    EOS_PARAMS: params,
    EOS_SEED: String(job.fields.seed),
  };
}
