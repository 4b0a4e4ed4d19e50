import type { ConfigPath } from '../faults/fault.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { shellWords } from './shell-words.ts';
import {
  dependsOnMatrix,
  evaluate,
  type Fill,
  hasReference,
  parseTemplate,
  type Template,
} from './reference.ts';

/** A value of pipeline.yaml with its references: the same for every instance, or one for each point of the matrix. */
export type WrittenValue = (
  { fixed: true; value: JsonValue } | { fixed: false; at: (matrix: JsonObject) => JsonValue }
) & {
  /** Part of it is a fault already, and null in the value. */
  broken?: true;
};

/**
 * Prepares a value for resolving at many points: what does not depend on the matrix is resolved once and then shared.
 * References that lead nowhere become faults, and null in the value.
 */
export function writtenValue(
  value: JsonValue,
  params: JsonObject,
  path: ConfigPath,
  faults: FaultList,
): WrittenValue {
  const before = faults.count;
  const prepared = prepare(value, params, path, faults);
  return faults.count > before ? { ...prepared, broken: true } : prepared;
}

/** Prepares a shell command: a reference alone is a whole command, any other is words of it. */
export function writtenCommand(
  text: string,
  params: JsonObject,
  path: ConfigPath,
  faults: FaultList,
): WrittenValue {
  const before = faults.count;
  const prepared = writtenText(text, params, path, faults, shellWords);
  return faults.count > before ? { ...prepared, broken: true } : prepared;
}

function prepare(value: JsonValue, params: JsonObject, path: ConfigPath, faults: FaultList): WrittenValue {
  if (typeof value === 'string') return writtenText(value, params, path, faults);
  if (typeof value !== 'object' || value === null) return { fixed: true, value };
  if (Array.isArray(value)) {
    const items = value.map((item, index) => prepare(item, params, [...path, index], faults));
    const fixed = items.map((item) => (item.fixed ? item.value : null));
    if (items.every((item) => item.fixed)) return { fixed: true, value: fixed };
    return { fixed: false, at: (matrix) => items.map((item) => resolveAt(item, matrix)) };
  }
  const entries = Object.entries(value).map(
    ([key, member]) => [key, prepare(member, params, [...path, key], faults)] as const,
  );
  if (entries.every(([, member]) => member.fixed))
    return {
      fixed: true,
      value: Object.fromEntries(entries.map(([key, member]) => [key, resolveAt(member, {})])),
    };
  return {
    fixed: false,
    at(matrix) {
      const resolved: JsonObject = {};
      for (const [key, member] of entries) resolved[key] = member.fixed ? member.value : member.at(matrix);
      return resolved;
    },
  };
}

/** The value at one point of the matrix. */
export function resolveAt(value: WrittenValue, matrix: JsonObject): JsonValue {
  return value.fixed ? value.value : value.at(matrix);
}

function writtenText(
  text: string,
  params: JsonObject,
  path: ConfigPath,
  faults: FaultList,
  fillOf?: (template: Template) => Fill,
): WrittenValue {
  if (!hasReference(text)) return { fixed: true, value: text };
  const template = faults.guard(path, () => parseTemplate(text));
  if (template === undefined) return { fixed: true, value: null };
  const fill = fillOf?.(template);
  const at = (matrix: JsonObject): JsonValue =>
    faults.guard(path, () => evaluate(template, { params, matrix }, fill)) ?? null;
  return dependsOnMatrix(template) ? { fixed: false, at } : { fixed: true, value: at({}) };
}
