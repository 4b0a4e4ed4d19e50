import { argument, checkAxis, coordinateOf, glob } from './axis-pattern.ts';
import type { Fault } from '../faults/fault.ts';
import type { Instance, Plan } from '../plan/plan.ts';
import { didYouMean } from '../faults/suggestion.ts';

/** What a target says about an instance. */
interface Pattern {
  stage: (name: string) => boolean;
  axes: { axis: string; accepts: (value: string) => boolean }[];
}

/** What the command line chose, and everything that is wrong with how it said so. */
export interface Selection {
  /** Ids in the order of the plan; absent: everything. */
  ids?: string[];
  faults: Fault[];
}

/** The instances that targets (`train`, `train[size=6*]`) name; what they need comes with them on the way. */
export function select(plan: Plan, targets: readonly string[]): Selection {
  const faults: Fault[] = [];
  if (targets.length === 0) return { faults };
  const chosen = new Set<string>();
  for (const target of targets) {
    const before = faults.length;
    const pattern = parseTarget(target, plan, faults);
    if (pattern === undefined || faults.length > before) continue;
    const found = plan.instances.filter((instance) => fits(instance, pattern));
    if (found.length === 0)
      faults.push({
        place: argument(target, target),
        message: `no instance fits "${target}"`,
        hint: 'see "eos-pipeline status"',
      });
    for (const { id } of found) chosen.add(id);
  }
  return { ids: plan.instances.filter(({ id }) => chosen.has(id)).map(({ id }) => id), faults };
}

function fits({ stage, coordinates }: Instance, pattern: Pattern): boolean {
  return (
    pattern.stage(stage) &&
    pattern.axes.every(({ axis, accepts }) => {
      const value = coordinateOf(coordinates, axis);
      return value !== undefined && accepts(value);
    })
  );
}

function parseTarget(target: string, plan: Plan, faults: Fault[]): Pattern | undefined {
  const [, name, axesText] = /^([^[\]]+)(?:\[([^[\]]*)\])?$/.exec(target) ?? [];
  if (name === undefined) {
    faults.push({
      place: argument(target, target),
      message: `"${target}" is not a target`,
      hint: "write 'stage' or 'stage[axis=value,…]', in quotes",
    });
    return undefined;
  }
  const stage = glob(name);
  const instances = plan.instances.filter((instance) => stage(instance.stage));
  if (instances.length === 0) {
    faults.push({
      place: argument(target, name),
      message: `there is no stage "${name}"`,
      hint: didYouMean(name, plan.stages),
    });
    return undefined;
  }
  const axes = (axesText ?? '')
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      const axis = equals < 0 ? part : part.slice(0, equals);
      const value = equals < 0 ? '*' : part.slice(equals + 1);
      checkAxis(instances, { text: target, axis, value, owner: `the stage "${name}"` }, faults);
      return { axis, accepts: glob(value) };
    });
  return { stage, axes };
}
