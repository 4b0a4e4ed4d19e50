import type { Instance } from '../../pipeline/plan/plan.ts';
import { forecastProject } from '../cost/forecast-project.ts';
import type { GlobalOptions } from '../options.ts';
import type { Project } from '../project.ts';
import { pinnedBytes } from './pinned-bytes.ts';

/** The bytes that instances which have to run will write: of downloads what they pin, of others what the forecast of --dry-run says. */
export function expectedBytes(
  project: Project,
  instances: readonly Instance[],
  options: Pick<GlobalOptions, 'jobs'>,
): number {
  const pinned = instances.flatMap((instance) => pinnedBytes(instance) ?? []);
  const states = instances
    .filter((instance) => pinnedBytes(instance) === undefined)
    .map(({ id }) => ({ instance: id, state: 'stale' as const }));
  const forecast = forecastProject({ project, states }, options)?.diskBytes ?? 0;
  return pinned.reduce((sum, size) => sum + size, forecast);
}
