import type { ConfigPath } from '../faults/fault.ts';
import { FaultList } from '../faults/fault-list.ts';
import { issueFaults } from '../faults/issue.ts';
import { PipelineError } from '../faults/error.ts';
import type { Pipeline } from '../source/load-pipeline.ts';
import type { Instance } from '../plan/plan.ts';
import type { Settings } from '../values/settings.ts';
import type { StageDefinition } from './stage.ts';
import { loadStageDefinition } from './load-stage-definition.ts';
import { didYouMean } from '../faults/suggestion.ts';
import { traceParameter } from '../values/trace.ts';

/**
 * Checks the parameters and inputs of instances against the definitions of their stages.
 * Only instances that have to run need this: a fresh one passed when it ran, and importing stages costs time.
 * Throws a FaultsError with everything that is wrong.
 */
export async function validateInstances(
  instances: readonly Instance[],
  { config, source }: Pipeline,
  settings: Settings,
): Promise<void> {
  const faults = new FaultList();
  const definitions = new Map<string, StageDefinition | undefined>();
  const checked = new Map<string, Set<string>>();
  for (const instance of instances) {
    const { stage, work } = instance;
    if (work.kind === 'run') continue;
    if (!definitions.has(work.file))
      definitions.set(work.file, await definitionOf(instance, work.file, faults));
    const definition = definitions.get(work.file);
    if (definition === undefined) continue;
    checkInputs(instance, definition, faults);
    checkParallel(instance, definition, faults);
    // Instances of a matrix often differ only in their inputs.
    const params = JSON.stringify(instance.params);
    const before = checked.get(stage) ?? new Set();
    if (before.has(params)) continue;
    checked.set(stage, before.add(params));
    const result = checkedBy(definition, instance, faults);
    if (result === undefined) continue;
    const unknown = [...unknownKeys(definition.params, instance.params, [])];
    const keysAt = (path: ConfigPath): string[] => shapeAt(definition.params, path);
    for (const { path, part, ...said } of issueFaults(result.error?.issues ?? [], instance.params, keysAt)) {
      const place = traceParameter(instance, path, config.stages[stage]!, settings);
      faults.add({
        ...said,
        place: place.kind === 'config' ? { ...place, part } : place,
        message: `${said.message} (stage "${stage}")`,
      });
    }
    for (const path of unknown)
      faults.add({
        place: { ...traceParameter(instance, path, config.stages[stage]!, settings), ...{ part: 'key' } },
        message: `unknown parameter "${path.join('.')}" of the stage "${stage}"`,
        hint: didYouMean(String(path.at(-1)), keysAt(path.slice(0, -1))),
      });
  }
  if (faults.faults.length > 0) await source.fail(faults.faults);
}

/** The schema of a stage is code of its own: it may throw, or want to wait. */
function checkedBy(
  { params }: StageDefinition,
  instance: Instance,
  faults: FaultList,
): ReturnType<StageDefinition['params']['safeParse']> | undefined {
  try {
    return params.safeParse(instance.params);
  } catch (error) {
    faults.at(
      ['stages', instance.stage, 'uses'],
      `the params schema of the stage "${instance.stage}" cannot check ${instance.id}: ${error instanceof Error ? error.message : String(error)}`,
      { hint: 'a schema reports what is wrong with issues, at once: without throwing and without waiting' },
    );
    return undefined;
  }
}

async function definitionOf(
  { stage }: Instance,
  file: string,
  faults: FaultList,
): Promise<StageDefinition | undefined> {
  try {
    return await loadStageDefinition(file);
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    faults.at(['stages', stage, 'uses'], error.message, error.hint === undefined ? {} : { hint: error.hint });
    return undefined;
  }
}

function checkInputs({ id, stage, needs }: Instance, { inputs }: StageDefinition, faults: FaultList): void {
  for (const [name, need] of Object.entries(needs)) {
    const path = ['stages', stage, 'needs', name];
    if (!Object.hasOwn(inputs, name))
      faults.add({
        place: { kind: 'config', path, part: 'key' },
        message: `the stage "${stage}" has no input "${name}"`,
        hint: didYouMean(name, Object.keys(inputs)),
      });
    else if (inputs[name] !== 'many' && need.kind === 'instances' && need.ids.length > 1)
      faults.at(path, `the input "${name}" of the stage "${stage}" takes one instance`, {
        expected: `one for ${id}, received ${need.ids.length}: ${need.ids.slice(0, 3).join(', ')}${need.ids.length > 3 ? ', …' : ''}`,
        hint: 'give both stages the same axes, so that they agree on one',
      });
  }
  for (const [name, kind] of Object.entries(inputs))
    if (kind !== 'optional' && !Object.hasOwn(needs, name))
      faults.add({
        place: { kind: 'config', path: ['stages', stage, 'needs'], part: 'key' },
        message: `the stage "${stage}" lacks its input "${name}"`,
        hint: `add "${name}: STAGE" under needs`,
      });
}

/** Only the stage knows whether its result depends on the number of its threads. */
function checkParallel({ stage, parallel }: Instance, definition: StageDefinition, faults: FaultList): void {
  if (parallel === true && definition.parallel !== true)
    faults.at(
      ['stages', stage, 'resources', 'parallel'],
      `the stage "${stage}" does not deal its work out to threads`,
      { hint: 'leave "parallel" out; a stage file that does it declares "parallel: true"' },
    );
}

/** The parts of a zod schema that are looked at; a stage may bring its own copy of zod. */
interface SchemaParts {
  def?: {
    type?: string;
    shape?: Record<string, SchemaParts>;
    catchall?: SchemaParts;
    innerType?: SchemaParts;
    /** The alternatives of a union. */
    options?: readonly SchemaParts[];
  };
}

function objectOf(schema: SchemaParts | undefined): SchemaParts['def'] {
  let def = schema?.def;
  while (def?.innerType !== undefined) def = def.innerType.def;
  return def?.type === 'object' ? def : undefined;
}

/** Keys that a plain z.object would drop without a word. */
function* unknownKeys(schema: SchemaParts, value: unknown, path: ConfigPath): Generator<ConfigPath> {
  const def = objectOf(schema);
  if (def?.shape === undefined || typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    const inner = Object.hasOwn(def.shape, key) ? def.shape[key] : undefined;
    if (inner !== undefined) yield* unknownKeys(inner, member, [...path, key]);
    else if (def.catchall === undefined) yield [...path, key];
  }
}

/** The keys that a map may have at a place; where it may be one of several, those of all. */
function shapeAt(schema: SchemaParts, path: ConfigPath): string[] {
  let shapes = shapesOf(schema);
  for (const key of path)
    shapes = shapes.flatMap((shape) => (Object.hasOwn(shape, key) ? shapesOf(shape[key]!) : []));
  return [...new Set(shapes.flatMap((shape) => Object.keys(shape)))];
}

function shapesOf(schema: SchemaParts): Record<string, SchemaParts>[] {
  const { innerType, options, shape } = schema.def ?? {};
  if (innerType !== undefined) return shapesOf(innerType);
  return options?.flatMap(shapesOf) ?? (shape === undefined ? [] : [shape]);
}
