import type { FaultList } from '../faults/fault-list.ts';
import type { ConfigPath } from '../faults/fault.ts';
import type { JsonValue } from './json.ts';
import { hasReference, unescaped } from './reference.ts';

/**
 * A value in which references do not work, with the escapes of its texts read; a reference is a fault at its place.
 * What has no escapes is the same object as before.
 */
export function plainTexts<Value extends JsonValue>(
  value: Value,
  path: ConfigPath,
  faults: FaultList,
): Value {
  if (typeof value === 'string') {
    if (!hasReference(value)) return value;
    return (faults.guard(path, () => unescaped(value)) ?? '') as Value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries<JsonValue>(value);
  const isList = Array.isArray(value);
  const read = entries.map(([key, member]) =>
    plainTexts(member, [...path, isList ? Number(key) : key], faults),
  );
  if (read.every((member, index) => member === entries[index]![1])) return value;
  return (isList ? read : Object.fromEntries(entries.map(([key], index) => [key, read[index]!]))) as Value;
}
