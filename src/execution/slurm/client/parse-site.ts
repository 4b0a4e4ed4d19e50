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
