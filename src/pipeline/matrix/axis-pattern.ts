import type { Fault } from '../faults/fault.ts';
import type { Instance } from '../plan/plan.ts';
import { didYouMean } from '../faults/suggestion.ts';

/** Reports an axis or a value that no instance has. */
export function checkAxis(
  instances: readonly Instance[],
  said: { text: string; axis: string; value: string; owner: string },
  faults: { push(fault: Fault): unknown },
): void {
  const { text, axis, value, owner } = said;
  const axes = new Set<string>();
  const values = new Set<string>();
  for (const { coordinates } of instances) {
    for (const name in coordinates) axes.add(name);
    const own = coordinateOf(coordinates, axis);
    if (own !== undefined) values.add(own);
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

/** The value on an axis; an axis may be called `constructor`. */
export function coordinateOf(coordinates: Record<string, string>, axis: string): string | undefined {
  return Object.hasOwn(coordinates, axis) ? coordinates[axis] : undefined;
}

/** A place on the command line. */
export function argument(text: string, part: string): Fault['place'] {
  return { kind: 'argument', argument: text, text: part };
}

/** `*` stands for any text, `?` for one character. */
export function glob(pattern: string): (text: string) => boolean {
  if (!/[*?]/.test(pattern)) return (text) => text === pattern;
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`);
  return (text) => expression.test(text);
}
