import { PipelineError } from '../../pipeline/faults/error.ts';
import { didYouMean } from '../../pipeline/faults/suggestion.ts';
import type { Instance } from '../../pipeline/plan/plan.ts';
import type { SlurmSettings } from '../../pipeline/plan/slurm-settings.ts';
import { present } from '../../present.ts';
import { requestOf } from './batch/job-request.ts';
import type { SlurmSite } from './client/parse-site.ts';

/**
 * What can be known before anything is submitted: Slurm accepts some jobs that it will never start.
 * @throws PipelineError bad-argument, or bad-pipeline with the place of the stage
 */
export function checkSite(
  { partitions, cluster }: SlurmSite,
  settings: SlurmSettings,
  instances: readonly Instance[],
): void {
  for (const key of ['partition', 'networkPartition'] as const) {
    const name = settings[key];
    // Several may be named; Slurm takes the one that starts first.
    const unknown = name?.split(',').find((one) => !partitions.has(one));
    if (unknown !== undefined)
      throw new PipelineError(
        'bad-pipeline',
        `executors.slurm.${key}: the cluster ${cluster} has no partition "${unknown}"`,
        { hint: didYouMean(unknown, [...partitions.keys()]) },
      );
  }
  for (const { threads, memoryBytes, timeMs, gpus, network, timeoutMs, stage, location } of instances) {
    const resources = { threads, ...present({ memoryBytes, timeMs, gpus, network }) };
    const request = requestOf({ resources, ...present({ timeoutMs }) }, settings);
    const limitMs = longestMs(partitions, request.partition);
    if (request.timeMs === undefined || limitMs === undefined || request.timeMs <= limitMs) continue;
    throw new PipelineError(
      'bad-pipeline',
      `the stage ${stage} asks for ${minutes(request.timeMs)}, and ${
        request.partition === undefined ? 'the default partition' : `the partition "${request.partition}"`
      } allows ${minutes(limitMs)}: Slurm would accept its jobs and never start them`,
      {
        location,
        hint: 'Lower "resources: { time: … }" or "timeout" of the stage, or "time" under "executors: { slurm: … }", or name another partition there.',
      },
    );
  }
}

/** The longest time that one of the named partitions, or the default one, allows; undefined where there is no limit. */
export function longestMs(
  partitions: SlurmSite['partitions'],
  named: string | undefined,
): number | undefined {
  const chosen =
    named === undefined
      ? [...partitions.values()].filter(({ isDefault }) => isDefault)
      : named.split(',').flatMap((name) => partitions.get(name) ?? []);
  const limits = chosen.map(({ maxTimeMs }) => maxTimeMs ?? Infinity);
  const longest = Math.max(...limits);
  return Number.isFinite(longest) ? longest : undefined;
}

function minutes(timeMs: number): string {
  return `${Math.ceil(timeMs / 60_000)} min`;
}
