import { resolve } from 'node:path';
import { dataNameProblem } from '../source/data-name.ts';
import type { ConfigPath } from '../faults/fault.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { isJsonObject, type JsonValue } from '../values/json.ts';
import type { Instance } from './plan.ts';
import { didYouMean } from '../faults/suggestion.ts';

/** What a need names, before the instances are found. */
export type NeedTarget =
  | { kind: 'stages'; stages: readonly string[]; many: boolean | undefined }
  | { kind: 'file'; path: string; name: string }
  | { kind: 'data'; names: string[] }
  | { kind: 'inputs-of'; stage: string; input: string };

/** Reads a resolved value under `needs:`; faults are reported and give undefined. */
export function needTarget(
  value: JsonValue,
  context: { folder: string; stages: ReadonlySet<string>; path: ConfigPath; faults: FaultList },
): NeedTarget | undefined {
  const { folder, stages, path, faults } = context;
  const refuse = (expected: string): void => {
    faults.at(
      path,
      'the need is neither a stage, nor a list of stages, nor { file: … }, { data: … } or { inputsOf: … }',
      { expected: `${expected}, received ${JSON.stringify(value)}` },
    );
  };
  // A reference may lead to anything: what it leads to is checked as what is written is.
  if (isJsonObject(value)) {
    const keys = Object.keys(value).sort().join();
    const { file, data, inputsOf: stage, input } = value;
    if (keys === 'file' && isPath(file)) return { kind: 'file', path: resolve(folder, file), name: file };
    if (keys === 'data') {
      const names = [data].flat();
      if (
        names.length > 0 &&
        names.every(isPath) &&
        names.every((name) => dataNameProblem(name) === undefined)
      )
        return { kind: 'data', names };
      refuse('{ data: NAME } or { data: [NAME, …] } with names in the data dir');
      return undefined;
    }
    if (keys === 'input,inputsOf' && isPath(stage) && isPath(input)) return inputsOf(stage, input, context);
  }
  const names = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(names) || names.length === 0 || !names.every((name) => typeof name === 'string')) {
    refuse('one of these');
    return undefined;
  }
  const unknown = names.filter((name) => !stages.has(name));
  for (const name of unknown)
    faults.at(Array.isArray(value) ? [...path, value.indexOf(name)] : path, `there is no stage "${name}"`, {
      hint: didYouMean(name, stages),
      text: name,
    });
  if (unknown.length > 0) return undefined;
  return { kind: 'stages', stages: names, many: Array.isArray(value) ? true : undefined };
}

function isPath(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && value !== '' && !/\p{Cc}/u.test(value);
}

function inputsOf(
  stage: string,
  input: string,
  { stages, path, faults }: { stages: ReadonlySet<string>; path: ConfigPath; faults: FaultList },
): NeedTarget | undefined {
  if (stages.has(stage)) return { kind: 'inputs-of', stage, input };
  faults.at([...path, 'inputsOf'], `there is no stage "${stage}"`, {
    hint: didYouMean(stage, stages),
    text: stage,
  });
  return undefined;
}

/** The stages that have to come first. */
export function stagesOf(target: NeedTarget): readonly string[] {
  return target.kind === 'stages' ? target.stages : target.kind === 'inputs-of' ? [target.stage] : [];
}

/** Finds the instances of a stage that agree with another one on the axes that both have. */
export class InstanceIndex {
  readonly #stages = new Map<string, { axes: readonly string[]; instances: Instance[] }>();
  readonly #groups = new Map<string, Map<string, string[]>>();
  readonly #joined = new Map<string, string[]>();

  /** Makes a stage known, with all its instances. */
  add(stage: string, axes: readonly string[], instances: Instance[]): void {
    this.#stages.set(stage, { axes, instances });
  }

  /** Sorted ids; the same array for every instance that agrees on the same values, so that collecting stays linear. */
  find(stages: readonly string[], instance: Instance): string[] {
    const lists = stages.map((stage) => this.#agreeing(stage, instance));
    if (lists.length === 1) return lists[0]!.ids;
    const key = lists.map((list) => list.key).join('\n');
    let joined = this.#joined.get(key);
    if (joined === undefined)
      this.#joined.set(key, (joined = [...new Set(lists.flatMap((list) => list.ids))].sort()));
    return joined;
  }

  #agreeing(stage: string, { coordinates }: Instance): { key: string; ids: string[] } {
    const { axes, instances } = this.#stages.get(stage)!;
    const common = axes.filter((axis) => Object.hasOwn(coordinates, axis));
    const name = `${stage}\t${common.join('\t')}`;
    let groups = this.#groups.get(name);
    if (groups === undefined) {
      groups = new Map();
      for (const candidate of instances) {
        const key = common.map((axis) => candidate.coordinates[axis]!).join('\t');
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [candidate.id]);
        else group.push(candidate.id);
      }
      for (const group of groups.values()) group.sort();
      this.#groups.set(name, groups);
    }
    const key = common.map((axis) => coordinates[axis]!).join('\t');
    return { key: `${name}\t=\t${key}`, ids: groups.get(key) ?? [] };
  }
}
