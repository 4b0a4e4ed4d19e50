import { counted } from '../pipeline/faults/counted.ts';
import { forecastProject } from './cost/forecast-project.ts';
import { forecastText } from './cost/forecast-text.ts';
import { inspectChosen } from './inspection.ts';
import { present } from '../present.ts';
import type { GlobalOptions } from './options.ts';
import { say, sayJson, sayPackaged } from './output.ts';
import { NO_INSTANCES } from '../progress/nothing-to-do.ts';
import { causesOf, unpublishedText } from './reason-text.ts';

/** Says which instances would run and why, and runs nothing; bad input is found as a run would find it. */
export async function dryRun(targets: readonly string[], options: GlobalOptions): Promise<number> {
  const inspected = await inspectChosen(options, targets, true);
  const { project, states, warnings } = inspected;
  const stale = states.filter(({ state }) => state === 'stale');
  const pending = states.filter(({ state }) => state === 'pending');
  const toRun = new Set([...stale, ...pending].map(({ instance }) => instance));
  if (toRun.size > 0) {
    const { validateInstances } = await import('../pipeline/stage/validate-instances.ts');
    const instances = project.plan.instances.filter(({ id }) => toRun.has(id));
    await validateInstances(instances, project.pipeline, project.settings);
    // Whoever reads only the output should not believe that no code of the stages ran.
    if (instances.some(({ work }) => work.kind === 'uses') && options.json !== true)
      process.stderr.write(
        'stage files were loaded to check their parameters: what stands at their top level ran\n',
      );
  }
  const cost = forecastProject(inspected, options);
  if (options.json === true) {
    const { profile } = project.plan;
    sayJson({ type: 'dry-run', profile, ...present({ cost }), instances: states, warnings });
    return 0;
  }
  sayPackaged(project, options);
  for (const { instance, reasons } of stale) say(`run    ${instance}: ${causesOf(reasons).join('; ')}`);
  for (const { instance, reasons } of pending) say(`maybe  ${instance}: ${causesOf(reasons).join('; ')}`);
  for (const { instance, unpublished } of states)
    if (unpublished !== undefined) say(unpublishedText(instance, unpublished));
  for (const { instance, message } of warnings) say(`warning  ${instance}: ${message}`);
  const fresh = states.length - stale.length - pending.length;
  if (fresh === states.length)
    say(states.length === 0 ? NO_INSTANCES : `nothing to do: ${counted(fresh, 'instance')} up to date`);
  else
    say(
      `${stale.length} would run, ${pending.length} more if what they need gives other bytes, ${fresh} up to date; nothing was run.`,
    );
  const costs = forecastText(cost);
  if (costs !== undefined) say(costs);
  return 0;
}
