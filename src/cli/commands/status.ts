import { existsSync } from 'node:fs';
import { CacheFolder } from '../../cache/files/cache-folder.ts';
import type { InstanceState } from '../../execution/survey/inspect-plan.ts';
import type { InstanceJob } from '../../execution/slurm/job-overview.ts';
import { forecastProject } from '../cost/forecast-project.ts';
import { forecastText } from '../cost/forecast-text.ts';
import { inspectChosen } from '../inspection.ts';
import { present } from '../../present.ts';
import type { CostForecast } from '../../execution/cost/forecast.ts';
import { counted } from '../../pipeline/faults/counted.ts';
import { NO_INSTANCES } from '../../progress/nothing-to-do.ts';
import type { GlobalOptions } from '../options.ts';
import { say, sayJson, sayPackaged } from '../output.ts';
import type { Project } from '../project.ts';
import { causesOf, listed, unpublishedText } from '../reason-text.ts';
import { alignedTable } from '../aligned-table.ts';
import { jobsText } from '../../progress/jobs-text.ts';
import { statusMarkdown } from '../markdown/status-markdown.ts';

/** The exit code of --check where the next "repro" has something to do. */
const STALE = 3;

/** Says what is up to date and what is not, in one line a stage. */
export async function run(
  targets: string[],
  options: GlobalOptions & { check?: boolean; format?: 'text' | 'markdown' },
): Promise<number> {
  const inspected = await inspectChosen(options, targets);
  const { project, states } = inspected;
  show(project, states, { cost: forecastProject(inspected, options), jobs: await jobsOf(project) }, options);
  const isDone = states.every(({ state, unpublished }) => state === 'hit' && unpublished === undefined);
  return options.check === true && !isDone ? STALE : 0;
}

/** Jobs of the cluster that are written down in the cache; asked for only where there is a folder of them. */
async function jobsOf({ cacheFolder }: Project): Promise<InstanceJob[]> {
  const cache = new CacheFolder(cacheFolder);
  if (!existsSync(cache.jobs)) return [];
  const { jobOverview } = await import('../../execution/slurm/job-overview.ts');
  return jobOverview(cache);
}

function show(
  project: Project,
  states: readonly InstanceState[],
  { cost, jobs }: { cost: CostForecast | undefined; jobs: readonly InstanceJob[] },
  options: GlobalOptions & { format?: 'text' | 'markdown' },
): void {
  const stages = project.plan.stages
    .map((stage) => ({ stage, states: states.filter((state) => state.stage === stage) }))
    .filter((group) => group.states.length > 0);
  if (options.json === true) {
    const counted = stages.map(({ stage, states: own }) => ({ stage, total: own.length, ...counts(own) }));
    const { profile } = project.plan;
    const more = { ...present({ cost }), ...(jobs.length > 0 && { jobs }) };
    sayJson({ type: 'status', profile, ...more, stages: counted, instances: states });
    return;
  }
  if (options.format === 'markdown') {
    const rows = stages.map(({ stage, states: own }) => ({ stage, ...counts(own), because: causes(own) }));
    say(statusMarkdown(project.plan.profile, rows));
    return;
  }
  sayPackaged(project, options);
  if (states.length === 0) {
    say(NO_INSTANCES);
    return;
  }
  const rows = stages.map(({ stage, states: own }) => {
    const { hit, stale, pending } = counts(own);
    const shown = (count: number): string => (count === 0 ? '' : String(count));
    return [stage, `${hit}/${own.length}`, shown(stale), shown(pending), causes(own)];
  });
  say(alignedTable(['stage', 'up to date', 'stale', 'waiting', 'because'], rows, [1, 2, 3]));
  const { hit } = counts(states);
  const lacking = states.flatMap(({ instance, unpublished }) =>
    unpublished === undefined ? [] : [unpublishedText(instance, unpublished)],
  );
  const fresh = lacking.length > 0 ? lacking.join('; ') : 'everything is up to date';
  const hint = states.length === hit ? fresh : `"eos-pipeline why 'STAGE[…]'" says more`;
  say(
    `\nprofile ${project.plan.profile}: ${hit} of ${counted(states.length, 'instance')} up to date; ${hint}`,
  );
  const costs = forecastText(cost);
  if (costs !== undefined) say(costs);
  if (jobs.length > 0) for (const line of jobsText(jobs)) say(line);
}

function counts(states: readonly InstanceState[]): Record<InstanceState['state'], number> {
  const count = { hit: 0, stale: 0, pending: 0 };
  for (const { state } of states) count[state]++;
  return count;
}

/** The different reasons of a stage, the most frequent first. */
function causes(states: readonly InstanceState[]): string {
  const times = new Map<string, number>();
  for (const { state, reasons } of states)
    if (state !== 'hit') for (const cause of causesOf(reasons)) times.set(cause, (times.get(cause) ?? 0) + 1);
  const frequent = [...times].sort((a, b) => b[1] - a[1]).map(([text]) => text);
  return listed(frequent, 2);
}
