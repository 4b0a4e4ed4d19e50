import { describe, expect, it } from 'vitest';
import { scalarProblem } from '../../../../src/pipeline/source/scalar-problem.ts';

describe('scalarProblem', () => {
  it.each([
    ['text', 'text'],
    ['1', 1],
    ['true', true],
    ['null', null],
  ] as const)('finds nothing wrong with %s', (said, value) => {
    expect(scalarProblem(value, said, 'params.x')).toBeUndefined();
  });

  it('says what a number would be kept as', () => {
    expect(scalarProblem(Number('12345678901234567890'), '12345678901234567890', 'params.x')).toEqual({
      message: 'params.x is 12345678901234567890, which would be kept as 12345678901234567000',
      expected: 'a number that a double holds as it is written (up to 15 digits always are)',
      hint: 'write 12345678901234567000, or put it in quotes',
    });
  });

  it('names what is no plain value, and how it is written instead', () => {
    expect(scalarProblem(new Date(0), '1970-01-01', 'params.x')).toEqual({
      message: 'params.x is a date, which parameters cannot hold',
      expected: 'text, a number, true, false, null, a list or a map',
      hint: "write it in quotes, without a tag: '1970-01-01'",
    });
  });

  it('refuses half of a surrogate pair', () => {
    expect(scalarProblem('\ud800', String.raw`"\uD800"`, 'params.x')).toEqual({
      message: String.raw`params.x has half of a character: "\ud800"`,
      expected: 'whole Unicode characters',
    });
  });
});
