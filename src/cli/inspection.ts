import type { InstanceState } from '../execution/survey/inspect-plan.ts';
import type { GlobalOptions } from './options.ts';
import { checkProjectFiles, chosenInstances, openProject, type Project } from './project.ts';
import { present } from '../present.ts';

/** The chosen instances with their states, in the order of the plan. */
export interface Inspected {
  project: Project;
  /** With everything that the chosen instances need. */
  states: InstanceState[];
  /** Only those that the command line named; all where it named none. */
  chosen: InstanceState[];
  /** What a run would warn of, where that was asked for. */
  warnings: { instance: string; message: string }[];
}

/** Looks at the chosen instances without changing anything; an input that is missing is told with its place, as a run tells it. */
export async function inspectChosen(
  options: GlobalOptions,
  targets: readonly string[],
  warn = false,
): Promise<Inspected> {
  const project = await openProject(options, targets);
  await checkProjectFiles(project);
  const { inspectPlan } = await import('../execution/survey/inspect-plan.ts');
  const { instances, events } = await inspectPlan(project.plan, {
    cacheFolder: project.cacheFolder,
    warn,
    ...present({ force: options.force, targets: project.targets }),
  });
  const kept = new Set(chosenInstances(project).map(({ id }) => id));
  const named = new Set(project.targets ?? kept);
  const states = instances.filter(({ instance }) => kept.has(instance));
  const warnings = events.flatMap((event) =>
    event.type === 'instance-warning' ? [{ instance: event.instance, message: event.message }] : [],
  );
  return { project, states, chosen: states.filter(({ instance }) => named.has(instance)), warnings };
}
