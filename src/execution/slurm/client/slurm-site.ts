import { PipelineError } from '../../../pipeline/faults/error.ts';
import { parseConfig, parsePartitions, type SlurmSite } from './parse-site.ts';
import { type Said, slurmCommand } from './slurm-command.ts';

/** Each question waits for ten seconds before it is given up, mostly. */
const MOST_AGAIN = 5;

/**
 * Asks the cluster what it is like.
 * @throws PipelineError bad-argument where there is no Slurm, or it does not answer
 */
export async function slurmSite(): Promise<SlurmSite> {
  const [config, partitions] = await Promise.all([
    askPatiently(['show', 'config']),
    askPatiently(['--oneliner', 'show', 'partition']),
  ]);
  for (const said of [config, partitions]) if (said.exitCode !== 0) throw unreachable(said);
  return { ...parseConfig(config.stdout), partitions: parsePartitions(partitions.stdout) };
}

/** A controller that hangs for a moment is there: a client that gave up after its time-out asks again. */
async function askPatiently(args: readonly string[]): Promise<Said> {
  let said = await slurmCommand('scontrol', args);
  for (let again = 0; again < MOST_AGAIN && hangs(said); again++) said = await slurmCommand('scontrol', args);
  return said;
}

function hangs({ exitCode, stderr, missing }: Said): boolean {
  return missing !== true && exitCode !== 0 && (exitCode === undefined || /timed out/i.test(stderr));
}

function unreachable({ missing, exitCode, stderr }: Said): PipelineError {
  if (missing === true)
    return new PipelineError('bad-argument', 'there is no Slurm here: "scontrol" is not installed', {
      hint: 'Start the command on a login node of the cluster, or leave "--executor slurm" and "executor: slurm" out.',
    });
  const words = stderr.trim().split('\n').at(-1) ?? '';
  const reason =
    exitCode === undefined ? 'it does not answer' : words === '' ? `exit code ${exitCode}` : words;
  return new PipelineError('bad-argument', `Slurm cannot be reached: ${reason}`, {
    hint: '"sinfo" says more. Where Slurm keeps its configuration elsewhere, SLURM_CONF has to name it.',
  });
}
