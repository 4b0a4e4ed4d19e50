import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { submittedId } from '../slurm/client/job-id.ts';
import { complaintOf, slurmCommand } from '../slurm/client/slurm-command.ts';
import { probeScript } from './probe-script.ts';

/** What Slurm says of a job. */
export interface ProbeState {
  /** `PENDING`, `RUNNING`, `FAILED` and so on; absent: it knows no such job. */
  state?: string;
  reason?: string;
  exitCode?: string;
  node?: string;
}

/** Submits the probe of a folder; gives its id, or what sbatch says against it. */
export async function submitProbe(
  folder: string,
  name: string,
  options: readonly string[],
  seen: readonly string[],
): Promise<{ id: string } | { refused: string }> {
  const script = join(folder, 'probe.sh');
  writeFileSync(script, probeScript(folder, seen));
  const own = ['--parsable', `--job-name=${name}`, '--output=/dev/null', '--chdir=/', '--no-requeue'];
  // One named variable: with NONE the node would start a login shell first.
  const said = await slurmCommand('sbatch', [...own, '--export=PATH', ...options, script]);
  const id = said.exitCode === 0 ? submittedId(said.stdout) : undefined;
  return id === undefined ? { refused: complaintOf(said) || said.stdout.trim() } : { id };
}

/** Asks how a job is. */
export async function probeState(id: string): Promise<ProbeState> {
  const { stdout } = await slurmCommand('scontrol', ['show', 'job', '-o', id]);
  const member = (name: string): string | undefined => new RegExp(`\\b${name}=(\\S+)`).exec(stdout)?.[1];
  const facts = {
    state: member('JobState'),
    reason: member('Reason'),
    exitCode: member('ExitCode'),
    node: member('BatchHost'),
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
