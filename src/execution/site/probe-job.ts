import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shellQuote } from '../../pipeline/values/shell-quote.ts';
import { submittedId } from '../slurm/client/job-id.ts';
import { complaintOf, slurmCommand } from '../slurm/client/slurm-command.ts';
import { NODE_LOG } from './probe-messages.ts';

const ENTRY = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './probe-node.ts' : './probe-node.js', import.meta.url),
);

/** The exit codes of the script for what keeps it from starting the probe. */
export const UNSEEN = { folder: 71, program: 72 } as const;

/** A folder that was made a moment ago may take this long to be seen on a node. */
const PATIENCE_S = 20;

/** What Slurm says of a job. */
export interface ProbeState {
  /** `PENDING`, `RUNNING`, `FAILED` and so on; absent: it knows no such job. */
  state?: string;
  reason?: string;
  exitCode?: string;
  node?: string;
}

/** The script of the probe. It may not rely on the shared folder: that is what it is to find out about. */
export function probeScript(folder: string, seen: readonly string[]): string {
  const [place, node, entry] = [folder, process.execPath, ENTRY].map(shellQuote);
  return `#!/bin/sh
waited=0
while ! [ -f ${place}/probe.sh ]; do
  [ "$waited" -lt ${PATIENCE_S} ] || exit ${UNSEEN.folder}
  waited=$((waited + 1))
  sleep 1
done
exec >>${place}/${NODE_LOG} 2>&1
[ -x ${node} ] && [ -f ${entry} ] || exit ${UNSEEN.program}
exec ${node} --disable-warning=ExperimentalWarning ${entry} ${place} ${seen.map(shellQuote).join(' ')}
`;
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
