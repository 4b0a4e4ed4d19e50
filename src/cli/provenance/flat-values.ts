import type { JsonValue } from '../../pipeline/values/json.ts';

/** The values of a tree of parameters by their path: `network.width` → `64`. A list of plain values is one value. */
export function flatValues(value: JsonValue, path = ''): [path: string, value: string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  const below = Array.isArray(value)
    ? value.map((item, index): [string, JsonValue] => [`${path}[${index}]`, item])
    : Object.entries(value).map(([name, member]): [string, JsonValue] => [
        path === '' ? name : `${path}.${name}`,
        member,
      ]);
  if (below.length === 0 || (Array.isArray(value) && value.every(isPlain)))
    return [[path, JSON.stringify(value)]];
  return below.flatMap(([place, member]) => flatValues(member, place));
}

function isPlain(value: JsonValue): boolean {
  return typeof value !== 'object' || value === null;
}
