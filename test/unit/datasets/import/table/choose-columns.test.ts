import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../../src/datasets/data-error.ts';
import { areConsecutive, chooseColumns } from '../../../../../src/datasets/import/table/choose-columns.ts';
import type { Table } from '../../../../../src/datasets/import/table/table.ts';

function table(columns: string, facts: Partial<Table> = { headerLine: 1 }): Table {
  return {
    name: 'a.csv',
    columns: columns.split(','),
    fraction: () => 0,
    placeOf: (line) => `a.csv:${line}`,
    rows: () => {
      throw new Error('no row is needed to choose columns');
    },
    ...facts,
  };
}

describe('chooseColumns', () => {
  it('takes all columns but the label, or those named in their order', () => {
    expect(chooseColumns(table('a,y,b'), { label: 'y' })).toEqual({ label: 1, inputs: [0, 2] });
    expect(chooseColumns(table('a,y,b'), { label: 'y', columns: ['b', 'a'] })).toEqual({
      label: 1,
      inputs: [2, 0],
    });
  });

  it('refuses two columns of one name where the name is in use, with both places', () => {
    const message =
      'a.csv:1: the columns 1 and 2 are both called a: rename one in the file, or leave both out (source.columns)';
    expect(() => chooseColumns(table('a,a,b,y'), { label: 'y' })).toThrow(new DataError(message));
    expect(() => chooseColumns(table('a,a,b,y'), { label: 'a', columns: ['b'] })).toThrow(
      new DataError(message),
    );
    expect(() => chooseColumns(table('a,a,b,y', {}), { label: 'y', columns: ['a'] })).toThrow(
      new DataError(message.replace(':1', '')),
    );
    expect(chooseColumns(table('a,a,b,y'), { label: 'y', columns: ['b'] })).toEqual({
      label: 3,
      inputs: [2],
    });
  });

  it('refuses a column that is named twice, and the label among the inputs', () => {
    expect(() => chooseColumns(table('a,b,y'), { label: 'y', columns: ['a', 'b', 'a'] })).toThrow(
      new DataError('source.columns names a twice, expected each column once: remove one'),
    );
    expect(() => chooseColumns(table('a,b,y'), { label: 'y', columns: ['a', 'y'] })).toThrow(
      new DataError(
        'source.columns names y, which is the label, expected other columns: the inputs would hold the answer',
      ),
    );
    expect(() => chooseColumns(table('y'), { label: 'y' })).toThrow(
      new DataError('a.csv has no column besides y, expected columns of inputs'),
    );
  });

  it('refuses columns of row numbers unless the columns of the inputs are named', () => {
    expect(() => chooseColumns(table(',a,y'), { label: 'y' })).toThrow(
      new DataError(
        'a.csv:1: column 1 has no name, as a column of row numbers: name the columns of the inputs (source.columns), or name this one in the file',
      ),
    );
    expect(() => chooseColumns(table('a,y,__index_level_0__', {}), { label: 'y' })).toThrow(
      new DataError(
        'a.csv: column 3 is called __index_level_0__, as a column of row numbers: name the columns of the inputs (source.columns), or name this one in the file',
      ),
    );
    expect(chooseColumns(table(',a,y'), { label: 'y', columns: ['a'] }).inputs).toEqual([1]);
    // As pandas and R call a column that has no name.
    for (const name of ['Unnamed: 0', 'Unnamed: 0.1', '...1'])
      expect(() => chooseColumns(table(`${name},a,y`), { label: 'y' })).toThrow(
        `a.csv:1: column 1 is called ${name}, as a column of row numbers: name the columns of the inputs`,
      );
  });

  it('refuses names that are numbers, unless they count the columns or are listed', () => {
    expect(() => chooseColumns(table('1990,1995,y'), { label: 'y' })).toThrow(
      new DataError(
        'a.csv:1: the names of the columns are numbers, as 1990 of column 1: where the first row is data, set header: false ' +
          'and name the label by its number; where they are names, list those of the inputs (source.columns)',
      ),
    );
    expect(chooseColumns(table('1990,1995,y'), { label: 'y', columns: ['1990', '1995'] }).inputs).toEqual([
      0, 1,
    ]);
    expect(chooseColumns(table('y,0,1,2'), { label: 'y' }).inputs).toEqual([1, 2, 3]);
    expect(chooseColumns(table('1,2,3', { unnamed: true }), { label: '2' }).inputs).toEqual([0, 2]);
  });

  it('names the columns that there are, and some of many', () => {
    const many = Array.from({ length: 100 }, (_, i) => `g${i}`);
    expect(() => chooseColumns(table(many.join()), { label: 'y' })).toThrow(
      new DataError(
        `a.csv has no column y; it has ${many.slice(0, 20).join(', ')} and 80 more: correct the name under source`,
      ),
    );
    expect(() => chooseColumns(table('a;b;y'), { label: 'y' })).toThrow(
      new DataError('a.csv has no column y; it has a;b;y: correct the name under source, or the delimiter'),
    );
  });
});

it('areConsecutive knows the numbers of columns', () => {
  expect(['0,1,2', '1,2', '0', '1,3', '2,3', 'a'].map((texts) => areConsecutive(texts.split(',')))).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
