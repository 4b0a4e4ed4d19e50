import type { ConfigPath } from '../faults/fault.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { dependsOnMatrix, evaluate, hasReference, parseTemplate } from './reference.ts';

/** A value of pipeline.yaml with its references: the same for every instance, or one for each point of the matrix. */
export type WrittenValue =
  { fixed: true; value: JsonValue } | { fixed: false; at: (matrix: JsonObject) => JsonValue };

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
  if (typeof value === 'string') return writtenText(value, params, path, faults);
  if (typeof value !== 'object' || value === null) return { fixed: true, value };
  if (Array.isArray(value)) {
    const items = value.map((item, index) => writtenValue(item, params, [...path, index], faults));
    const fixed = items.map((item) => (item.fixed ? item.value : null));
    if (items.every((item) => item.fixed)) return { fixed: true, value: fixed };
    return { fixed: false, at: (matrix) => items.map((item) => resolveAt(item, matrix)) };
  }
  const entries = Object.entries(value).map(
    ([key, member]) => [key, writtenValue(member, params, [...path, key], faults)] as const,
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

function writtenText(text: string, params: JsonObject, path: ConfigPath, faults: FaultList): WrittenValue {
  if (!hasReference(text)) return { fixed: true, value: text };
  const template = faults.guard(path, () => parseTemplate(text));
  if (template === undefined) return { fixed: true, value: null };
  const at = (matrix: JsonObject): JsonValue =>
    faults.guard(path, () => evaluate(template, { params, matrix })) ?? null;
  return dependsOnMatrix(template) ? { fixed: false, at } : { fixed: true, value: at({}) };
}
