import { availableParallelism } from 'node:os';
import { ActionIndex } from '../../cache/actions/action-index.ts';
import { CacheFolder } from '../../cache/files/cache-folder.ts';
import { type CostForecast, forecastCost, workOf } from '../../execution/cost/forecast.ts';
import { recordedCosts } from '../../execution/cost/observations.ts';
import { isWithin } from '../../pipeline/within.ts';
import { packageFolder } from '../folders.ts';
import type { InstanceState } from '../../execution/survey/inspect-plan.ts';
import type { Project } from '../project.ts';
import type { GlobalOptions } from '../options.ts';
import { packagedCosts } from './packaged-costs.ts';

/**
 * What it is expected to cost to bring the chosen instances up to date: by the records of this cache and, of packaged stages, by what
 * they cost elsewhere. Undefined where nothing is known of any of them, or nothing is to run.
 */
export function forecastProject(
  { project, states }: { project: Project; states: readonly Pick<InstanceState, 'instance' | 'state'>[] },
  { jobs = availableParallelism() }: Pick<GlobalOptions, 'jobs'>,
): CostForecast | undefined {
  const due = new Set(states.filter(({ state }) => state !== 'hit').map(({ instance }) => instance));
  const instances = project.plan.instances.filter(({ id }) => due.has(id));
  if (instances.length === 0) return undefined;
  const cache = new CacheFolder(project.cacheFolder);
  const stages = new Set(instances.map(({ stage }) => stage));
  const own = packageFolder();
  const packaged = instances.filter(({ work }) => work.kind === 'uses' && isWithin(work.file, own));
  const observations = [
    ...recordedCosts(cache, new ActionIndex(cache), stages),
    ...(packaged.length > 0 ? packagedCosts(new Set(packaged.map(workOf))) : []),
  ];
  const forecast = forecastCost(project.plan.instances, (id) => due.has(id), observations, jobs);
  return forecast.unknown === forecast.instances ? undefined : forecast;
}
