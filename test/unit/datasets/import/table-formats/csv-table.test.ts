import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../../src/datasets/data-error.ts';
import { csvTable, type CsvSettings } from '../../../../../src/datasets/import/table-formats/csv-table.ts';
import type { Table } from '../../../../../src/datasets/import/table/table.ts';
import { collect } from '../../../../collect.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

function open(text: string, settings: Partial<CsvSettings> = {}): Promise<Table> {
  const path = join(temporaryFolder(), 'a.csv');
  writeFileSync(path, text);
  return csvTable({ path, name: 'a.csv' }, { delimiter: ',', header: true, ...settings });
}

describe('csvTable', () => {
  it('gives the columns asked for with the line of each row, and how far it has read', async () => {
    const table = await open('\n a ,"b, c",d\n1,"x\ny",3\n\n4,5,6\n');
    expect(table).toMatchObject({ name: 'a.csv', columns: ['a', 'b, c', 'd'], headerLine: 2 });
    expect(table.fraction()).toBe(0);
    expect(await collect(table.rows([2, 1]))).toEqual([
      { cells: ['3', 'x\ny'], number: 4 },
      { cells: ['6', '5'], number: 6 },
    ]);
    expect(table.fraction()).toBe(1);
    expect(table.placeOf(4)).toBe('a.csv:4');
  });

  it('reads rows that end in different ways, as in a table that was put together from others', async () => {
    const table = await open('a,b\r\n1,2\n"3\r\nx",4\r5,6\r\n');
    expect(await collect(table.rows([0, 1]))).toEqual([
      { cells: ['1', '2'], number: 2 },
      { cells: ['3\nx', '4'], number: 4 },
      { cells: ['5', '6'], number: 5 },
    ]);
  });

  it('can be read several times', async () => {
    const table = await open('a,b\n1,2\n');
    expect(await collect(table.rows([0]))).toEqual(await collect(table.rows([0])));
  });

  it('numbers the columns of a file without names', async () => {
    const table = await open('1\t2\n', { header: false, delimiter: '\t' });
    expect(table).toMatchObject({ columns: ['1', '2'], unnamed: true });
    expect(table.headerLine).toBeUndefined();
    expect(await collect(table.rows([1, 0]))).toEqual([{ cells: ['2', '1'], number: 1 }]);
  });

  it('takes any number of spaces for one delimiter, as tables are aligned by them', async () => {
    const table = await open('  1   2.5 "a  b"\n 10  3   c  \n', { header: false, delimiter: ' ' });
    expect(table.columns).toEqual(['1', '2', '3']);
    expect(await collect(table.rows([0, 1, 2]))).toEqual([
      { cells: ['1', '2.5', 'a  b'], number: 1 },
      { cells: ['10', '3', 'c'], number: 2 },
    ]);
  });

  it('refuses an empty file', async () => {
    await expect(open('\n\n')).rejects.toThrow(
      new DataError('a.csv is empty, expected rows of values below a header'),
    );
  });
});
