import type { PartitionState } from '../../execution/site/read-site.ts';
import { requestOf } from '../../execution/slurm/batch/job-request.ts';
import { slurmMinutes } from '../../execution/slurm/client/slurm-time.ts';
import type { Plan } from '../../pipeline/plan/plan.ts';
import { present } from '../../present.ts';
import type { ClusterNeeds } from './site-findings.ts';

/** The probe needs no more. */
const PROBE = { timeMs: 5 * 60_000, memory: '400M' };

/** What the instances of a plan ask of the cluster, each stage once with the most that one of them asks for. */
export function wantedOf({ instances, slurm }: Plan): ClusterNeeds {
  if (slurm === undefined) return { asked: [] };
  const asked = new Map<string, ClusterNeeds['asked'][number]>();
  for (const { stage, executor, threads, memoryBytes, timeMs, gpus, network, timeoutMs } of instances) {
    if (executor !== 'slurm' || network === true) continue;
    const resources = { threads, ...present({ memoryBytes, timeMs, gpus }) };
    const request = requestOf({ resources, ...present({ timeoutMs }) }, slurm);
    const before = asked.get(stage);
    asked.set(stage, {
      by: stage,
      cpus: most(before?.cpus, request.threads)!,
      ...present({
        timeMs: most(before?.timeMs, request.timeMs),
        memoryBytes: most(before?.memoryBytes, request.memoryBytes),
      }),
    });
  }
  return { ...present({ partition: slurm.partition }), asked: [...asked.values()] };
}

function most(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}

/** The options of sbatch for a probe: where it runs is where the instances do. */
export function probeOptions({ slurm }: Plan, { timeMs = Infinity }: PartitionState): string[] {
  const given = {
    partition: slurm?.partition,
    account: slurm?.account,
    qos: slurm?.qos,
    constraint: slurm?.constraint,
    time: slurmMinutes(Math.min(PROBE.timeMs, timeMs)),
    mem: PROBE.memory,
  };
  const named = Object.entries(present(given)).map(([option, value]) => `--${option}=${value}`);
  return [...named, ...(slurm?.extra ?? [])];
}
