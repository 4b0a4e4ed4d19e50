import { getSystemErrorName } from 'node:util';
import { logTail } from '../../../cache/log-file.ts';
import { inputVariable } from '../../../pipeline/stage/input-variable.ts';
import { shellQuote } from '../../../pipeline/values/shell-quote.ts';
import type { StageJob } from '../../job.ts';
import { runningProcesses } from '../../leftovers/running-processes.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { commandEnd } from './command-end.ts';
import { canonicalJson } from '../../../cache/files/canonical-json.ts';
import { PipelineError } from '../../../pipeline/faults/error.ts';

/** Linux hands a program no variable and no argument of more than 128 KiB, name and end included. */
const LONGEST_VALUE = 130_000;

/** As much of a command as a message shows. */
const SHOWN_CHARACTERS = 200;

const PREFIX = 'set -euo pipefail;';

/** Variables that would make bash another shell than the documented one. */
const SHELL_VARIABLES = ['BASH_ENV', 'ENV', 'SHELLOPTS', 'BASHOPTS', 'POSIXLY_CORRECT'];

/** Where and how a command runs. */
export interface CommandHost {
  /** What it gets beside what it is told of its job. */
  environment: NodeJS.ProcessEnv;
  /** Descriptor that takes its words. */
  log: number;
  signal: AbortSignal;
  sandbox?: Sandbox | undefined;
}

/** Exit code, or what ended it or kept it from being started. */
interface Ended {
  exitCode: number | null;
  signal?: NodeJS.Signals | null;
  cause?: unknown;
}

/** Runs the shell command of a `run` stage; its words go to the log. */
export async function runCommand(job: StageJob, command: string, host: CommandHost): Promise<void> {
  const bytes = Buffer.byteLength(command);
  if (bytes > LONGEST_VALUE)
    throw new PipelineError(
      'stage-failed',
      `the command could not be started (E2BIG: its ${bytes} bytes are more than the ${LONGEST_VALUE} that a shell can be handed): ${shown(command)}`,
      { location: job.location, hint: 'Put it into a script of the project, and name that under "needs".' },
    );
  const environment = { ...withoutShell(host.environment), ...commandEnvironment(job) };
  const { exitCode, signal, cause } = await (host.sandbox === undefined
    ? runByZx(job, command, environment, host)
    : runInSandbox(job, command, environment, { ...host, sandbox: host.sandbox }));
  host.signal.throwIfAborted();
  if (exitCode === 0) return;
  const { words, hint } =
    signal != null
      ? { words: `was ended by ${signal}`, hint: 'Its output is in the log.' }
      : exitCode !== null
        ? commandEnd(exitCode)
        : { words: `could not be started (${reasonOf(cause)})`, hint: 'Its output is in the log.' };
  throw new PipelineError('stage-failed', `the command ${words}: ${shown(command)}`, {
    location: job.location,
    hint: hint + readOnlyHint(job) + (host.sandbox === undefined ? '' : sandboxHint(job)),
  });
}

async function runByZx(
  job: StageJob,
  command: string,
  environment: NodeJS.ProcessEnv,
  { log, signal }: CommandHost,
): Promise<Ended> {
  const { $ } = await import('zx');
  const shell = $({
    cwd: job.projectRoot,
    env: environment,
    stdio: ['ignore', log, log],
    quiet: true,
    nothrow: true,
    // The command stays in the process group of the worker, so that whatever ends the worker ends the command.
    detached: false,
    // Said here, because zx would take them from ZX_… variables of whoever runs the pipeline.
    shell: 'bash',
    // Without it zx asks for a shell that it finds in PATH, and there may be none.
    quote: shellQuote,
    prefix: PREFIX,
    postfix: '',
    preferLocal: false,
    verbose: false,
  });
  // The worker ignores SIGTERM; the command and everything it started get the chance to clean up.
  const stop = (): void => void process.kill(-process.pid, 'SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  const ended = await shell(Object.assign([command], { raw: [command] }));
  signal.removeEventListener('abort', stop);
  const { exitCode } = ended;
  return exitCode !== null && exitCode < 0 ? { exitCode: null, cause: notStarted(exitCode) } : ended;
}

/** Node gives the number of a system error for the exit code of what it could not start. */
function notStarted(exitCode: number): Error {
  const name = getSystemErrorName(exitCode);
  return new Error(name === 'ENOENT' ? 'ENOENT: there is no bash in PATH' : `${name}: bash`);
}

async function runInSandbox(
  job: StageJob,
  command: string,
  environment: NodeJS.ProcessEnv,
  { log, signal, sandbox }: CommandHost & { sandbox: Sandbox },
): Promise<Ended> {
  const { ended } = sandbox.start(['bash', '-c', PREFIX + command], { environment, log, ipc: false });
  // Not whoever keeps the sandbox: what is in there would be ended with it, at once.
  const stop = (): void => {
    const { keeper } = sandbox;
    for (const { pid } of runningProcesses({ group: process.pid, output: job.staging, keeper }))
      try {
        process.kill(pid, 'SIGTERM');
      } catch {
        // It has ended meanwhile.
      }
  };
  signal.addEventListener('abort', stop, { once: true });
  const exitCode = await ended;
  signal.removeEventListener('abort', stop);
  return { exitCode };
}

/** An environment without what would change the shell. */
function withoutShell(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(
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

/** What is not there is not always what a person has forgotten to make. */
function sandboxHint(job: StageJob): string {
  const missing = logTail(job.log, 20).some((line) =>
    /no such file|not found|cannot find|can't open/i.test(line),
  );
  return missing
    ? ' In its sandbox are the programs of the system and of PATH, node_modules, and what stands under "needs"; nothing else of the project or the home folder.'
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
  const params = canonicalJson(job.fields.params);
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
