import type { JsonValue } from '../../pipeline/values/json.ts';

/** A shorter text is written again in the time in which it would be found. */
const LONG_TEXT = 200;

/** Instances share their parameters: each large object that they share is written once. */
const written = new WeakMap<object, string>();

/**
 * The one text of a JSON value: members sorted by UTF-16 code units (never by locale), no spaces, numbers as ECMAScript
 * writes them. Equal values have equal texts, different ones different texts: whatever JSON cannot say is refused instead of
 * written as something else. Objects that were written before must not have changed since.
 * @throws RangeError for anything but texts, finite numbers, true, false, null, arrays without holes and plain objects
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'object' && value !== null) {
    const known = written.get(value);
    if (known !== undefined) return known;
    const text = Array.isArray(value) ? arrayText(value) : objectText(value);
    if (text.length > LONG_TEXT) written.set(value, text);
    return text;
  }
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new RangeError(`canonical JSON: expected a finite number, received ${String(value)}`);
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return JSON.stringify(value);
  throw new RangeError(`canonical JSON: expected what JSON can say, received ${typeof value}`);
}

function arrayText(items: JsonValue[]): string {
  // Array.from visits holes too: they are refused as undefined is.
  return `[${Array.from(items, canonicalJson).join(',')}]`;
}

function objectText(value: Record<string, JsonValue>): string {
  if (!isPlain(value))
    throw new RangeError(
      `canonical JSON: expected a plain object, received ${Object.prototype.toString.call(value).slice(8, -1)}`,
    );
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name]!)}`);
  return `{${members.join(',')}}`;
}

/** Nothing but named members. Values from another realm (a worker's, a test runner's) have an Object of their own. */
function isPlain(value: object): boolean {
  if (Object.getOwnPropertySymbols(value).length > 0) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null) return true;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'hasOwnProperty');
}
