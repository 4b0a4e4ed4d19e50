import { expectCosts } from '../../execution/cost/expected-costs.ts';
import { diskBytes } from '../../execution/cost/forecast.ts';
import type { RunForecast } from '../../execution/run-options.ts';
import type { Instance } from '../../pipeline/plan/plan.ts';
import { knownCosts } from '../cost/forecast-project.ts';
import type { Project } from '../project.ts';
import { pinnedBytes } from './pinned-bytes.ts';

/** What instances that have to run will need, as `--dry-run` has it; of downloads the bytes that they pin. */
export function runForecast(
  project: Pick<Project, 'plan' | 'cacheFolder'>,
  instances: readonly Instance[],
  jobs: number,
): RunForecast {
  const due = new Set(instances.map(({ id }) => id));
  const { expected } = expectCosts(
    project.plan.instances,
    (id) => due.has(id),
    knownCosts(project, instances),
  );
  const pinned = instances.flatMap((instance) => pinnedBytes(instance) ?? []);
  const others = expected.filter(({ instance }) => pinnedBytes(instance) === undefined);
  return {
    bytes: pinned.reduce((sum, size) => sum + size, diskBytes(others, jobs)),
    durationsMs: new Map(expected.map(({ instance, durationMs }) => [instance.id, durationMs])),
  };
}
