import { expect, it } from 'vitest';
import { DataError } from '../../../src/datasets/data-error.ts';

it('begins its message with the place in the file', () => {
  const error = new DataError('bad value', { location: { file: 'x.ts', line: 3, column: 7 } });
  expect(error.message).toBe('x.ts:3:7: bad value');
  expect(error.location).toEqual({ file: 'x.ts', line: 3, column: 7 });
});

it('has no location where the fault is in no one place', () => {
  expect(new DataError('too few samples').location).toBeUndefined();
});

it('has no stack, which would stand between a person and what is wrong with the data', () => {
  expect(new DataError('too few samples').stack).toBeUndefined();
});

it('leaves out the middle of a message that quotes more than anyone reads', () => {
  const { message } = new DataError(
    `a.csv:2: the value is "${'1'.repeat(1e6)}", expected a number: correct it`,
  );
  expect(message).toHaveLength(2000 + ' … (998055 characters) … '.length);
  expect(message).toMatch(
    /^a\.csv:2: the value is "1+ … \(998055 characters\) … 1+", expected a number: correct it$/,
  );
});
