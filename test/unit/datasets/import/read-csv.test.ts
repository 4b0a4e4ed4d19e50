import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../src/datasets/data-error.ts';
import type { ImportedSplit } from '../../../../src/datasets/import/array.ts';
import { readCsv, type CsvSettings } from '../../../../src/datasets/import/read-csv.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

function read(text: string, settings: Partial<CsvSettings> = {}): Promise<ImportedSplit> {
  const path = join(temporaryFolder(), 'iris.csv');
  writeFileSync(path, text);
  return readCsv(path, 'iris.csv', { label: 'kind', delimiter: ',', header: true, ...settings });
}

describe('readCsv', () => {
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
    await expect(readCsv(path, 'gone.csv', { label: 'kind', delimiter: ',', header: true })).rejects.toThrow(
      new DataError(
        `gone.csv cannot be read (ENOENT: no such file or directory, open '${path}'): ` +
          'put the table there, or correct its name under source',
      ),
    );
  });
});
