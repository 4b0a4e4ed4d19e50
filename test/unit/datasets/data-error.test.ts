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
