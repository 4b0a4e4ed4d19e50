import { PipelineError } from '../../../pipeline/faults/error.ts';
import { type Said, slurmCommand } from './slurm-command.ts';
import { slurmTimeMs } from './slurm-time.ts';

/** What a partition allows. */
export interface Partition {
  /** Absent: no limit. */
  maxTimeMs?: number;
  isDefault: boolean;
  state: string;
}

/** What a Slurm cluster is like. */
export interface SlurmSite {
  cluster: string;
  version: string;
  /** Most tasks of one array. */
  maxArray: number;
  /** Whether sacct knows of jobs that squeue has forgotten. */
  accounting: boolean;
  partitions: ReadonlyMap<string, Partition>;
}

/** Slurm's own default. */
const MAX_ARRAY = 1001;

/**
 * Asks the cluster what it is like.
 * @throws PipelineError bad-argument where there is no Slurm, or it does not answer
 */
export async function slurmSite(): Promise<SlurmSite> {
  const [config, partitions] = await Promise.all([
    slurmCommand('scontrol', ['show', 'config']),
    slurmCommand('scontrol', ['--oneliner', 'show', 'partition']),
  ]);
  for (const said of [config, partitions]) if (said.exitCode !== 0) throw unreachable(said);
  return { ...parseConfig(config.stdout), partitions: parsePartitions(partitions.stdout) };
}

/** Reads `scontrol show config`. */
export function parseConfig(text: string): Omit<SlurmSite, 'partitions'> {
  const settings = new Map<string, string>();
  for (const [, name, value] of text.matchAll(/^(\w+)\s*= (.*?)\s*$/gm)) settings.set(name!, value!);
  const maxArray = Number(settings.get('MaxArraySize') ?? MAX_ARRAY);
  const storage = settings.get('AccountingStorageType') ?? '';
  return {
    cluster: settings.get('ClusterName') ?? '',
    version: settings.get('SLURM_VERSION') ?? '',
    maxArray: Number.isInteger(maxArray) ? maxArray : MAX_ARRAY,
    accounting: storage !== '' && !/none/.test(storage),
  };
}

/** Reads `scontrol --oneliner show partition`. */
export function parsePartitions(text: string): Map<string, Partition> {
  const partitions = new Map<string, Partition>();
  for (const line of text.split('\n')) {
    const fields = new Map(
      [...line.matchAll(/(?:^|\s)(\w+)=(\S*)/g)].map(([, name, value]) => [name!, value!]),
    );
    const name = fields.get('PartitionName');
    if (name === undefined) continue;
    const maxTimeMs = slurmTimeMs(fields.get('MaxTime') ?? '');
    partitions.set(name, {
      ...(maxTimeMs !== undefined && { maxTimeMs }),
      isDefault: fields.get('Default') === 'YES',
      state: fields.get('State') ?? 'UP',
    });
  }
  return partitions;
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
