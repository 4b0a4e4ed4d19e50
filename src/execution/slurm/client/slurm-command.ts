import { execFile } from 'node:child_process';
import { baseEnvironment } from '../../base-environment.ts';

/** What a command of Slurm said. */
export interface Said {
  /** Undefined where it did not answer in time. */
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
  /** The program is not installed here. */
  missing?: true;
}

/** Where a client finds its cluster, and what a person may have set for all jobs. */
const KEPT = ['SLURM_CONF', 'SBATCH_ACCOUNT', 'SBATCH_PARTITION', 'SBATCH_QOS', 'SBATCH_RESERVATION'];

const MOST_BYTES = 256 << 20;

/** A controller that hangs makes its clients hang; they give up by themselves after a message time-out of ten seconds, mostly. */
const PATIENCE_MS = 60_000;

/**
 * Runs a command of Slurm; never rejects. Of the environment it sees what a stage sees and what names the cluster: the variables of a
 * job that this run may be part of would change what is asked.
 */
export function slurmCommand(
  program: 'sbatch' | 'squeue' | 'sacct' | 'scontrol' | 'scancel' | 'sinfo',
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Said> {
  const kept = KEPT.map((name) => [name, process.env[name]]).filter(([, value]) => value !== undefined);
  const env = {
    ...baseEnvironment(process.env),
    ...(Object.fromEntries(kept) as Record<string, string>),
    ...environment,
  };
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      { env, timeout: PATIENCE_MS, maxBuffer: MOST_BYTES, encoding: 'utf8' },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        if (code === 'ENOENT') resolve({ exitCode: undefined, stdout, stderr, missing: true });
        else resolve({ exitCode: typeof code === 'number' ? code : undefined, stdout, stderr });
      },
    );
  });
}

/** What a command that did not do what it should complains of, in one line without the names of commands. */
export function complaintOf({ exitCode, stderr }: Said): string {
  const lines = stderr.trim().split('\n');
  const said = lines.map((line) => line.replace(/^\w+: (?:error: |fatal: )*/, '')).join('; ');
  return said === '' && exitCode === undefined ? 'no answer' : said;
}
