import { isDigest } from './digest.ts';

/**
 * What a value that was read from disk must look like: says what is wrong with it, as in ".output.digest is not a digest", or
 * nothing. By hand, because a no-op run reads ten thousand records before zod would be loaded.
 */
export type Shape = (value: unknown) => string | undefined;

/** Any text. */
export const aText: Shape = (value) => (typeof value === 'string' ? undefined : ' is not a text');

/** A finite number. */
export const aNumber: Shape = (value) => (Number.isFinite(value) ? undefined : ' is not a number');

/** A sha256. */
export const aDigest: Shape = (value) => (isDigest(value) ? undefined : ' is not a digest');

/** Exactly this value. */
export function only(expected: string | number | boolean): Shape {
  return (value) => (value === expected ? undefined : ` is not ${JSON.stringify(expected)}`);
}

/** What one of these shapes accepts. */
export function either(...shapes: readonly Shape[]): Shape {
  return (value) => {
    const problems = shapes.map((shape) => shape(value));
    return problems.includes(undefined) ? undefined : problems[0];
  };
}

/** An array of such items. */
export function listOf(item: Shape): Shape {
  return (value) => {
    if (!Array.isArray(value)) return ' is not a list';
    return firstProblem(value.map((member, index): Checked => [`[${index}]`, item(member)]));
  };
}

/** An object with any names, and such values. */
export function tableOf(value: Shape): Shape {
  return (given) => {
    if (!isObject(given)) return ' is not an object';
    return firstProblem(Object.entries(given).map(([name, member]): Checked => [`.${name}`, value(member)]));
  };
}

/** An object with these members; those of `optional` may be absent, others may be there. */
export function members(required: Record<string, Shape>, optional: Record<string, Shape> = {}): Shape {
  const shapes = Object.entries(required);
  const more = Object.entries(optional);
  return (value) => {
    if (!isObject(value)) return ' is not an object';
    return firstProblem([
      ...shapes.map(([name, shape]): Checked => [`.${name}`, shape(value[name])]),
      ...more.map(([name, shape]): Checked => [
        `.${name}`,
        value[name] === undefined ? undefined : shape(value[name]),
      ]),
    ]);
  };
}

type Checked = [place: string, problem: string | undefined];

function firstProblem(checked: readonly Checked[]): string | undefined {
  const wrong = checked.find(([, problem]) => problem !== undefined);
  return wrong && `${wrong[0]}${wrong[1]}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The signature of a file. */
export const signatureShape: Shape = (value) =>
  Array.isArray(value) && value.length === 5 ? listOf(aNumber)(value) : ' is not a signature';
