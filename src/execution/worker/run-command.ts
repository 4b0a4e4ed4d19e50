import type { StageJob } from '../job.ts';
import { PipelineError } from '../../pipeline/faults/error.ts';

/** Linux hands a program no variable of more than 128 KiB, name and end included. */
const LONGEST_VALUE = 130_000;

/** Runs the shell command of a `run` stage through zx; its words go to the log. */
export async function runCommand(
  job: StageJob,
  command: string,
  log: number,
  signal: AbortSignal,
): Promise<void> {
  const { $ } = await import('zx');
  const shell = $({
    cwd: job.projectRoot,
    env: { ...process.env, ...commandEnvironment(job) },
    stdio: ['ignore', log, log],
    quiet: true,
    nothrow: true,
    // The command stays in the process group of the worker, so that whatever ends the worker ends the command.
    detached: false,
  });
  // The worker ignores SIGTERM; the command and everything it started get the chance to clean up.
  const stop = (): void => void process.kill(-process.pid, 'SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  const ended = await shell(Object.assign([command], { raw: [command] }));
  const { exitCode, signal: killedBy } = ended;
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (exitCode === 0) return;
  const end =
    killedBy !== null
      ? `was ended by ${killedBy}`
      : exitCode !== null
        ? `ended with exit code ${exitCode}`
        : `could not be started (${reasonOf(ended.cause)})`;
  throw new PipelineError('stage-failed', `the command ${end}: ${command}`, {
    location: job.location,
    hint: 'Its output is in the log.',
  });
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** What a command is told: where to write, what to read, its parameters and its seed. */
function commandEnvironment(job: StageJob): Record<string, string> {
  const inputs = Object.entries(job.inputs).map(([name, { items }]): [string, string] => [
    `EOS_INPUT_${name.replace(/[^A-Za-z0-9]/g, '_').toUpperCase()}`,
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
  return {
    ...Object.fromEntries(inputs),
    EOS_OUTPUT: job.staging,
    EOS_PARAMS: JSON.stringify(job.fields.params),
    EOS_SEED: String(job.fields.seed),
  };
}
