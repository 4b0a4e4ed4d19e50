import { describe, expect, it } from 'vitest';
import { pythonLiteral } from '../../../../../src/datasets/import/arrays/python-literal.ts';

describe('pythonLiteral', () => {
  it('reads texts, numbers, truth values, tuples, lists and dictionaries', () => {
    expect(
      pythonLiteral(` {'a': (1, -2L,), "b": [True, False, None], u'c': b'x"y', 'd': {}, 'e': ()} \n`),
    ).toEqual(
      new Map<string, unknown>([
        ['a', [1, -2]],
        ['b', [true, false, null]],
        ['c', 'x"y'],
        ['d', new Map()],
        ['e', []],
      ]),
    );
  });

  it.each([
    ['', 'expected a value at character 0'],
    ['(1', 'expected "," at character 2'],
    ['(1,,)', 'expected a value at character 3'],
    ['{1: 2}', 'expected a key that is a text, and only once, at character 1'],
    ['{"a" 2}', 'expected ":" at character 4'],
    ['1 2', 'expected the end at character 1'],
    ['dict(a=1)', 'unknown text at character 0'],
  ])('refuses %j', (text, message) => {
    expect(() => pythonLiteral(text)).toThrow(new SyntaxError(message));
  });
});
