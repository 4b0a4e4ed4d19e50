import { availableParallelism } from 'node:os';
import { ActionIndex } from '../../cache/actions/action-index.ts';
import { CacheFolder } from '../../cache/files/cache-folder.ts';
import { workOf } from '../../execution/cost/expected-costs.ts';
import { type CostForecast, forecastCost } from '../../execution/cost/forecast.ts';
import { type CostObservation, recordedCosts } from '../../execution/cost/observations.ts';
import type { Instance } from '../../pipeline/plan/plan.ts';
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
  const observations = knownCosts(project, instances);
  const forecast = forecastCost(project.plan.instances, (id) => due.has(id), observations, jobs);
  return forecast.unknown === forecast.instances ? undefined : forecast;
}

/** What is known of the costs of the stages of these instances, here and elsewhere. */
export function knownCosts(
  { cacheFolder }: Pick<Project, 'cacheFolder'>,
  instances: readonly Instance[],
): CostObservation[] {
  const cache = new CacheFolder(cacheFolder);
  const own = packageFolder();
  const packaged = instances.filter(({ work }) => work.kind === 'uses' && isWithin(work.file, own));
  return [
    ...recordedCosts(cache, new ActionIndex(cache), new Set(instances.map(({ stage }) => stage))),
    ...(packaged.length > 0 ? packagedCosts(new Set(packaged.map(workOf))) : []),
  ];
}
