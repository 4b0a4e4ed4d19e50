import { expect, it } from 'vitest';
import { DataError } from '../../../../../src/datasets/data-error.ts';
import { ArffHeader } from '../../../../../src/datasets/import/table-formats/arff-header.ts';

const location = { file: 'a.arff', line: 1, column: 1 };

function header(...lines: string[]): ArffHeader {
  const read = new ArffHeader();
  for (const line of lines) read.add(line, location);
  return read;
}

it('ArffHeader reads attributes of all types', () => {
  const { attributes, done } = header(
    '% note',
    '@relation r',
    "@attribute 'a \\'b' Numeric",
    '@ATTRIBUTE c{x,"y z"}',
    '@attribute d string',
    '@attribute e date "yyyy"',
    '@attribute s relational',
    '  @attribute t0 real',
    '  @attribute t1 real',
    '@end s',
    '@attribute f {}',
    '@data',
  );
  expect(done).toBe(true);
  expect(attributes).toEqual([
    { name: "a 'b", type: 'numeric' },
    { name: 'c', type: 'nominal', values: ['x', 'y z'] },
    { name: 'd', type: 'string' },
    { name: 'e', type: 'date' },
    { name: 's', type: 'relational', length: 2 },
    { name: 'f', type: 'nominal', values: [] },
  ]);
});

it.each([
  ['1,2,3', 'the line begins with "1,2,3", expected @relation, @attribute, @end, @data or a comment (%)'],
  ['@data', '@data comes before any @attribute, expected the columns first'],
  [
    '@attribute a',
    '"@attribute a" has no type, expected a name and numeric, {a, b, …}, string or relational',
  ],
  ['@attribute a {x', 'the values of a are not closed, expected "}" at the end of the line'],
  [
    '@attribute a complex',
    'a is of type complex, expected numeric, real, integer, {a, b, …}, string, date or relational',
  ],
])('ArffHeader refuses %s', (line, message) => {
  expect(() => header(line)).toThrow(new DataError(message, { location }));
});
