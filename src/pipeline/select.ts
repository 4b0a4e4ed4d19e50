import type { Fault } from './fault.ts';
import type { Instance, Plan } from './plan.ts';
import { didYouMean } from './suggestion.ts';

/** What a target or --only says about an instance. */
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

/**
 * The instances that targets (`train`, `train[size=6*]`) and --only (`size=60`) name.
 * With --only, an instance is chosen that has every named axis and fits; what it needs comes with it on the way.
 */
export function select(plan: Plan, targets: readonly string[], only: readonly string[] = []): Selection {
  const faults: Fault[] = [];
  if (targets.length === 0 && only.length === 0) return { faults };
  const narrowed = narrowedBy(plan, only, faults);
  if (targets.length === 0) return { ids: narrowed.map(({ id }) => id), faults };
  const chosen = new Set<string>();
  for (const target of targets) {
    const before = faults.length;
    const pattern = parseTarget(target, plan, faults);
    if (pattern === undefined || faults.length > before) continue;
    const found = narrowed.filter((instance) => fits(instance, pattern));
    if (found.length === 0 && faults.length === before)
      faults.push({
        place: argument(target, target),
        message: `no instance fits "${target}"${only.length > 0 ? ` with --only ${only.join(' --only ')}` : ''}`,
        hint: 'see "eos-pipeline status"',
      });
    for (const { id } of found) chosen.add(id);
  }
  return { ids: narrowed.filter(({ id }) => chosen.has(id)).map(({ id }) => id), faults };
}

function fits({ stage, coordinates }: Instance, pattern: Pattern): boolean {
  return (
    pattern.stage(stage) &&
    pattern.axes.every(({ axis, accepts }) => coordinates[axis] !== undefined && accepts(coordinates[axis]))
  );
}

function narrowedBy(plan: Plan, only: readonly string[], faults: Fault[]): readonly Instance[] {
  // Several values of one axis are alternatives; several axes must all fit.
  const accepted = new Map<string, ((value: string) => boolean)[]>();
  for (const text of only) {
    const equals = text.indexOf('=');
    const argumentText = `--only ${text}`;
    if (equals < 1) {
      faults.push({
        place: argument(argumentText, text),
        message: '--only needs an axis and a value',
        hint: 'write --only AXIS=VALUE',
      });
      continue;
    }
    const axis = text.slice(0, equals);
    const value = text.slice(equals + 1);
    checkAxis(plan.instances, argumentText, axis, value, 'the pipeline', faults);
    accepted.set(axis, [...(accepted.get(axis) ?? []), glob(value)]);
  }
  if (accepted.size === 0) return plan.instances;
  const axes = [...accepted];
  const fitting = plan.instances.filter(({ coordinates }) =>
    axes.every(
      ([axis, values]) =>
        coordinates[axis] !== undefined && values.some((accepts) => accepts(coordinates[axis]!)),
    ),
  );
  if (fitting.length === 0 && faults.length === 0) {
    const text = `--only ${only.join(' --only ')}`;
    faults.push({
      place: argument(text, text),
      message: 'no instance has all these values',
      hint: 'see "eos-pipeline status"',
    });
  }
  return fitting;
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
      checkAxis(instances, target, axis, value, `the stage "${name}"`, faults);
      return { axis, accepts: glob(value) };
    });
  return { stage, axes };
}

function checkAxis(
  instances: readonly Instance[],
  text: string,
  axis: string,
  value: string,
  owner: string,
  faults: Fault[],
): void {
  const axes = new Set<string>();
  const values = new Set<string>();
  for (const { coordinates } of instances) {
    for (const name in coordinates) axes.add(name);
    if (coordinates[axis] !== undefined) values.add(coordinates[axis]);
  }
  if (!axes.has(axis))
    faults.push({
      place: argument(text, axis),
      message: `${owner} has no matrix axis "${axis}"`,
      hint: didYouMean(axis, axes),
    });
  else if (![...values].some(glob(value)))
    faults.push({
      place: argument(text, value),
      message: `the axis "${axis}" has no value "${value}"`,
      hint: didYouMean(value, values),
    });
}

function argument(text: string, part: string): Fault['place'] {
  return { kind: 'argument', argument: text, text: part };
}

/** `*` stands for any text, `?` for one character. */
function glob(pattern: string): (text: string) => boolean {
  if (!/[*?]/.test(pattern)) return (text) => text === pattern;
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`);
  return (text) => expression.test(text);
}
