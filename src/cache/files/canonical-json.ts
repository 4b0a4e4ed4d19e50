import type { JsonValue } from '../../pipeline/values/json.ts';

/** Instances share their parameters: each shared object is written once. */
const written = new WeakMap<object, string>();

/**
 * The one text of a JSON value: members sorted by UTF-16 code units (never by locale), no spaces, numbers as ECMAScript
 * writes them. Equal values have equal texts. Objects that were written before must not have changed since.
 * @throws RangeError for a number that JSON cannot say
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RangeError(`canonical JSON: expected a finite number, received ${String(value)}`);
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const known = written.get(value);
  if (known !== undefined) return known;
  const text = Array.isArray(value) ? `[${value.map(canonicalJson).join(',')}]` : objectText(value);
  written.set(value, text);
  return text;
}

function objectText(value: Record<string, JsonValue>): string {
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name]!)}`);
  return `{${members.join(',')}}`;
}
