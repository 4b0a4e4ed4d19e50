import type { z } from 'zod';
import type { ConfigPath, Fault } from './fault.ts';
import { didYouMean } from './suggestion.ts';

type Issue = z.core.$ZodIssue;

/** A fault before its place is known: a path relative to the value that was checked. */
export type IssueFault = Omit<Fault, 'place'> & { path: ConfigPath; part: 'key' | 'value' };

/** Turns what zod found into faults in the words of this tool. `what` names the thing, for example `stage "train"`. */
export function issueFaults(
  issues: readonly Issue[],
  value: unknown,
  keysAt: (path: ConfigPath) => string[],
): IssueFault[] {
  return issues.flatMap((issue) => faultsOf(issue, value, keysAt));
}

function faultsOf(issue: Issue, root: unknown, keysAt: (path: ConfigPath) => string[]): IssueFault[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  const name = path.join('.');
  const received = valueAt(root, path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key],
      part: 'key',
      message: `unknown key "${key}"${name === '' ? '' : ` in ${name}`}`,
      hint: didYouMean(key, keysAt(path)),
    }));
  if (issue.code === 'custom') return [{ path, part: 'key', message: issue.message }];
  if (issue.code === 'invalid_key') {
    const message = `the name ${JSON.stringify(String(path.at(-1)))} is not allowed in ${path.slice(0, -1).join('.')}`;
    return [{ path, part: 'key', message, expected: 'a letter first, then letters, digits, - and _' }];
  }
  const branch = issue.code === 'invalid_union' ? nearestBranch(issue.errors) : undefined;
  if (branch !== undefined)
    return branch.flatMap((inner) =>
      faultsOf({ ...inner, path: [...issue.path, ...inner.path] }, root, keysAt),
    );
  if (received === undefined)
    return [
      {
        path,
        part: 'value',
        message: `the key "${String(path.at(-1))}" is missing${path.length > 1 ? ` in ${path.slice(0, -1).join('.')}` : ''}`,
        expected: expectation(issue),
      },
    ];
  return [
    {
      path,
      part: 'value',
      message: name === '' ? 'wrong value' : `wrong value of ${name}`,
      expected: `${expectation(issue)}, received ${describe(received)}`,
    },
  ];
}

/** The alternative of a union that the value comes nearest to: the one whose outer type, and of maps whose keys, fit. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const fitting = branches.filter(
    (issues) =>
      !issues.some(
        (issue) => issue.path.length === 0 && issue.code !== 'unrecognized_keys' && issue.code !== 'custom',
      ),
  );
  const known = fitting.filter(
    (issues) => !issues.some(({ code, path }) => path.length === 0 && code === 'unrecognized_keys'),
  );
  if (known.length === 1) return known[0];
  return known.length === 0 || fitting.length === 1 ? fitting[0] : undefined;
}

function expectation(issue: Issue): string {
  // A message that the schema gives itself says what is expected.
  if (!/^(Invalid|Too (small|big)|Unrecognized)/.test(issue.message)) return issue.message;
  if (issue.code === 'invalid_type') return typeWord(issue.expected);
  if (issue.code === 'invalid_value') return oneOf(issue.values);
  if (issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options))
    return oneOf(issue.options);
  if (issue.code === 'too_small')
    return `${sizeWord(issue.origin)}${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
  if (issue.code === 'too_big')
    return `${sizeWord(issue.origin)}${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`;
  return issue.message.replace(/^Invalid (input|string): (expected )?/, '');
}

function oneOf(values: readonly unknown[]): string {
  const words = values.map((value) => JSON.stringify(value));
  return words.length === 1 ? words[0]! : `one of ${words.join(', ')}`;
}

function sizeWord(origin: string): string {
  if (origin === 'string') return 'a text whose length is ';
  return origin === 'array' || origin === 'set' ? 'a list whose length is ' : 'a number that is ';
}

function typeWord(type: string): string {
  const words: Record<string, string> = {
    string: 'text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a map',
    record: 'a map',
    null: 'nothing',
  };
  return words[type] ?? type;
}

/** A value in a few words, for "received …". */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'nothing (null)';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') return 'a map';
  const scalar = value as string | number | boolean | bigint | symbol;
  // JSON has no NaN, no functions and no bigints.
  const text = typeof scalar === 'string' ? JSON.stringify(scalar) : String(scalar);
  return `${typeof value === 'string' ? 'the text ' : ''}${text.length > 60 ? `${text.slice(0, 57)}…` : text}`;
}

function valueAt(root: unknown, path: ConfigPath): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}
