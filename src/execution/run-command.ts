import type { StageJob } from './job.ts';
import { PipelineError } from '../pipeline/error.ts';

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
  const { exitCode, signal: killedBy } = await shell(Object.assign([command], { raw: [command] }));
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (exitCode === 0) return;
  const end = killedBy === null ? `ended with exit code ${String(exitCode)}` : `was ended by ${killedBy}`;
  throw new PipelineError('stage-failed', `the command ${end}: ${command}`, {
    location: job.location,
    hint: 'Its output is in the log.',
  });
}

/** What a command is told: where to write, what to read, its parameters and its seed. */
function commandEnvironment(job: StageJob): Record<string, string> {
  const inputs = Object.entries(job.inputs).map(([name, { items }]): [string, string] => [
    `EOS_INPUT_${name.replace(/[^A-Za-z0-9]/g, '_').toUpperCase()}`,
    items.map(({ path }) => path).join('\n'),
  ]);
  return {
    ...Object.fromEntries(inputs),
    EOS_OUTPUT: job.staging,
    EOS_PARAMS: JSON.stringify(job.fields.params),
    EOS_SEED: String(job.fields.seed),
  };
}
