import { isExactNumber } from './exact-number.ts';

/** What is wrong with a value of a YAML text. */
export interface ValueProblem {
  message: string;
  expected?: string;
  hint?: string;
}

/** Something in a YAML text that parameters cannot hold; offsets into the text. */
export interface ValueFault extends ValueProblem {
  start: number;
  end: number;
}

/** What parameters can hold. */
export const PLAIN = 'text, a number, true, false, null, a list or a map';

/**
 * Why a value that YAML can write cannot be a parameter: parameters are what JSON can say, and their text is part of keys.
 * @param said - the value as written
 * @param name - where it stands, as in `params.rate`
 */
export function scalarProblem(value: unknown, said: string, name: string): ValueProblem | undefined {
  if (value === null || typeof value === 'boolean') return undefined;
  if (typeof value === 'string') {
    if (value.isWellFormed()) return undefined;
    return {
      message: `${name} has half of a character: ${JSON.stringify(value)}`,
      expected: 'whole Unicode characters',
    };
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value))
      return { message: `${name} is not a finite number`, expected: 'a number that JSON can hold' };
    if (isExactNumber(said, value)) return undefined;
    return {
      message: `${name} is ${said}, which would be kept as ${value}`,
      expected: 'a number that a double holds as it is written (up to 15 digits always are)',
      hint: `write ${value}, or put it in quotes`,
    };
  }
  const what =
    value instanceof Date ? 'a date' : value instanceof Uint8Array ? 'binary data' : 'no plain value';
  return {
    message: `${name} is ${what}, which parameters cannot hold`,
    expected: PLAIN,
    hint: `write it in quotes, without a tag: '${said.trim()}'`,
  };
}
