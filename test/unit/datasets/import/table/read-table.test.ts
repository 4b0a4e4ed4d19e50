import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../../src/datasets/data-error.ts';
import { csvTable, type CsvSettings } from '../../../../../src/datasets/import/table-formats/csv-table.ts';
import type { Table } from '../../../../../src/datasets/import/table/table.ts';
import type { TableSettings } from '../../../../../src/datasets/import/table/choose-columns.ts';
import { readWholeTable } from '../../../../read-whole-table.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

async function readFile(
  path: string,
  settings: Partial<CsvSettings & TableSettings> = {},
): ReturnType<typeof readWholeTable> {
  const whole = { label: 'kind', delimiter: ',', header: true, ...settings };
  return readWholeTable(await csvTable({ path, name: basename(path) }, whole), whole);
}

function read(
  text: string,
  settings: Partial<CsvSettings & TableSettings> = {},
): ReturnType<typeof readWholeTable> {
  const path = join(temporaryFolder(), 'iris.csv');
  writeFileSync(path, text);
  return readFile(path, settings);
}

describe('readTable', () => {
  it('reads numbers and classes; quotes, blank lines, spaces and a byte order mark do not matter', async () => {
    const { inputs, labels } = await read('\uFEFFwidth,kind,height\r\n 1.5 ,"b, c",-2e3\r\n\r\n"3",a,4\r\n');
    expect(inputs).toEqual({ name: 'iris.csv', shape: [2, 2], values: Float64Array.of(1.5, -2000, 3, 4) });
    expect(labels).toEqual(['b, c', 'a']);
  });

  it('takes only the columns named, in their order', async () => {
    const { inputs } = await read('id,width,kind,height\nx,1,a,2\ny,3,b,4\n', {
      columns: ['height', 'width'],
    });
    expect([...inputs.values]).toEqual([2, 1, 4, 3]);
  });

  it('numbers the columns of a table without header', async () => {
    const { inputs, labels } = await read('1;2;a\n3;4;b\n', { header: false, label: '3', delimiter: ';' });
    expect([...inputs.values]).toEqual([1, 2, 3, 4]);
    expect(labels).toEqual(['a', 'b']);
  });

  it('knows the line of every label', async () => {
    const { placeOfLabel } = await read('width,kind\n1,a\n\n2,b\n');
    expect([placeOfLabel(0), placeOfLabel(1)]).toEqual([
      'iris.csv:2: column kind',
      'iris.csv:4: column kind',
    ]);
  });

  it('says where a row has too few or too many values', async () => {
    await expect(read('width,kind,height\n1,a,2\n3,b\n')).rejects.toThrow(
      new DataError('iris.csv:3: the row has 2 values, expected 3: width, kind, height'),
    );
    await expect(read('width,kind,height\n1,a,2,9\n')).rejects.toThrow(
      new DataError('iris.csv:2: the row has 4 values, expected 3: width, kind, height'),
    );
  });

  it.each([
    ['1,a,x', 'column height: the value is "x"'],
    ['1,a,', 'column height: the value is missing'],
    ['NaN,a,1', 'column width: the value is "NaN"'],
    ['Infinity,a,1', 'column width: the value is "Infinity"'],
  ])('says where the row %s has no number', async (row, found) => {
    await expect(read(`width,kind,height\n0,b,0\n${row}\n`)).rejects.toThrow(
      new DataError(
        `iris.csv:3: ${found}, expected a finite number: correct it, remove the row, or leave the column out (source.columns)`,
      ),
    );
  });

  it('says where the class is missing', async () => {
    await expect(read('width,kind\n1,\n')).rejects.toThrow(
      new DataError('iris.csv:2: column kind: the class is missing: fill it or remove the row'),
    );
  });

  it('names the columns that there are when one is missing', async () => {
    await expect(read('width,species\n1,a\n')).rejects.toThrow(
      new DataError('iris.csv has no column kind; it has width, species: correct the name under source'),
    );
    await expect(read('width,kind\n1,a\n', { columns: ['heigth'] })).rejects.toThrow(
      new DataError('iris.csv has no column heigth; it has width, kind: correct the name under source'),
    );
  });

  it('refuses a table without rows, and an open quote', async () => {
    await expect(read('width,kind\n')).rejects.toThrow(
      new DataError('iris.csv has no rows below the header'),
    );
    await expect(read('width,kind\n1,"a\n2,b\n')).rejects.toThrow(
      new DataError(
        'iris.csv:3: Quote Not Closed: the parsing is finished with an opening quote at line 3: correct the row',
      ),
    );
  });

  it('says that the file cannot be read', async () => {
    const path = join(temporaryFolder(), 'gone.csv');
    await expect(readFile(path)).rejects.toThrow(
      new DataError(
        `gone.csv cannot be read (ENOENT: no such file or directory, open '${path}'): ` +
          'put the table there, or correct its name under source',
      ),
    );
  });

  it('reads a table packed with gzip, and one in another encoding', async () => {
    const path = join(temporaryFolder(), 'iris.csv.gz');
    writeFileSync(path, gzipSync(Buffer.from('width,kind\n1,M\xfcller\n2,M\xf6ller\n', 'latin1')));
    const { labels } = await readFile(path, { encoding: 'windows-1252' });
    expect(labels).toEqual(['Müller', 'Möller']);
    await expect(readFile(path)).rejects.toThrow(
      'iris.csv.gz:2:4: the text is not in UTF-8: name its encoding under source.encoding (as windows-1252), or save the file in UTF-8',
    );
  });

  it.each([
    [
      '0x10',
      ', expected a finite number: correct it, remove the row, or leave the column out (source.columns)',
    ],
    [
      '1_000',
      ', expected a finite number: correct it, remove the row, or leave the column out (source.columns)',
    ],
    [
      '1e200',
      ', expected a number between -1e150 and 1e150, whose square can be summed: rescale the column, or leave it out (source.columns)',
    ],
  ])('refuses %s as an input', async (text, rest) => {
    await expect(read(`width,kind\n0,b\n${text},a\n`)).rejects.toThrow(
      new DataError(`iris.csv:3: column width: the value is "${text}"${rest}`),
    );
  });

  it('refuses a first row of data taken for the names, although a value equals the name of the label', async () => {
    await expect(read('5.1,3.5,setosa\n4.9,3,setosa\n', { label: 'setosa' })).rejects.toThrow(
      new DataError(
        'iris.csv:1: the names of the columns are numbers, as 5.1 of column 1: where the first row is data, set header: false ' +
          'and name the label by its number; where they are names, list those of the inputs (source.columns)',
      ),
    );
    await expect(read('1,2,a\n3,4,b\n5,6,a\n', { label: 'a' })).rejects.toThrow(
      new DataError(
        'iris.csv:1: the first row has numbers and a, which is a class of other rows too, so it is no row of names: ' +
          'set header: false and name the label by the number of its column',
      ),
    );
    expect((await read('0,1,2\n5,6,a\n7,8,b\n', { label: '2' })).labels).toEqual(['a', 'b']);
  });

  it('refuses a first row of names taken for data', async () => {
    const settings = { header: false, label: '3' };
    await expect(read('width,height,kind\n5,6,a\n', settings)).rejects.toThrow(
      new DataError(
        'iris.csv:1: column 1: the value is "width", expected a finite number: where the first row names the columns, set header: true',
      ),
    );
    await expect(read('0,1,kind\n5,6,a\n7,8,a\n', settings)).rejects.toThrow(
      new DataError(
        'iris.csv:1: the first row counts 0, 1, … and no other row has its class "kind", as a row of names: ' +
          'set header: true, or name the classes under with.classes and remove the row where it is none',
      ),
    );
  });

  it.each([
    ['a list of 2', [1, 2]],
    ['2 bytes', Uint8Array.of(1, 2)],
    ['the time 1970-01-01T00:00:01.000Z', new Date(1000)],
    ['a record', { a: 1 }],
  ])('refuses %s as a label, which says nothing of the class', async (found, cell) => {
    const table: Table = {
      name: 'a.parquet',
      columns: ['a', 'y'],
      fraction: () => 0,
      placeOf: (row) => `a.parquet, row ${row}`,
      async *rows() {
        yield await Promise.resolve({ cells: [cell, 1], number: 0 });
      },
    };
    await expect(readWholeTable(table, { label: 'y' })).rejects.toThrow(
      new DataError(
        `a.parquet, row 0: column y: the label is ${found}, expected the name of a class or its whole number: ` +
          'make a column of names or numbers of it (of one-hot labels their argmax, of bytes a text)',
      ),
    );
  });
});
