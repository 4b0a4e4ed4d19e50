import type { JsonValue } from '../../pipeline/values/json.ts';

/** What is known of an instance before it runs, by name: `size`, `network.width`, `run.solver.method`, `analyses.count`. */
export type Features = ReadonlyMap<string, number | string>;

/** One input: the parameters of the instance that makes it, or how many contents it has. */
export type InputFeatures = { params: JsonValue } | { count: number };

/** The parameters of an instance and of what makes its inputs, flat: numbers as they are, everything else as text, lists by their length. */
export function featuresOf(params: JsonValue, inputs: Readonly<Record<string, InputFeatures>>): Features {
  const features = new Map<string, number | string>();
  flatten(params, '', features);
  for (const [name, input] of Object.entries(inputs)) {
    if ('count' in input) features.set(`${name}.count`, input.count);
    else flatten(input.params, name, features);
  }
  return features;
}

function flatten(value: JsonValue, name: string, features: Map<string, number | string>): void {
  if (Array.isArray(value)) features.set(name === '' ? 'length' : `${name}.length`, value.length);
  else if (typeof value === 'number') features.set(name, value);
  else if (typeof value === 'object' && value !== null)
    for (const [key, member] of Object.entries(value))
      flatten(member, name === '' ? key : `${name}.${key}`, features);
  else features.set(name, String(value));
}

/**
 * The coordinates of a command, whose values stand in its text and are no parameters of it: from its name, `resize[size=60,kind=a]`. Numbers
 * are numbers.
 */
export function coordinatesOf(instance: string): JsonValue {
  const inner = /\[(.*)\]$/.exec(instance)?.[1] ?? '';
  return Object.fromEntries(
    inner
      .split(',')
      .filter((pair) => pair.includes('='))
      .map((pair) => {
        const [name, value] = pair.split('=') as [string, string];
        return [`at ${name}`, value !== '' && Number.isFinite(Number(value)) ? Number(value) : value];
      }),
  );
}
