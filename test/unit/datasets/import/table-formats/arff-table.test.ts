import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arffTable } from '../../../../../src/datasets/import/table-formats/arff-table.ts';
import { readWholeTable } from '../../../../read-whole-table.ts';
import type { Table } from '../../../../../src/datasets/import/table/table.ts';
import { collect } from '../../../../collect.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';
import { aeonCases, aeonFile } from '../../time-series/aeon-files.ts';

function open(text: string, encoding?: string): Promise<Table> {
  const path = join(temporaryFolder(), 'a.arff');
  writeFileSync(path, text);
  return arffTable({ path, name: 'a.arff' }, { encoding });
}

const head =
  "% a\n@RELATION 'my data'\n\n@attribute 'my width' REAL\n@attribute kind {u, 'v w'}\n@attribute n integer\n@DATA\n";

describe('arffTable', () => {
  it('reads names, declared classes and rows', async () => {
    const table = await open(`${head}1.5, 'v w', 3\n% b\n\n-2e1,u,4\n`);
    expect(table.columns).toEqual(['my width', 'kind', 'n']);
    const { inputs, labels, classes, placeOfLabel } = await readWholeTable(table, { label: 'kind' });
    expect([...inputs.values]).toEqual([1.5, 3, -20, 4]);
    expect({ labels, classes }).toEqual({ labels: ['v w', 'u'], classes: ['u', 'v w'] });
    expect(placeOfLabel(1)).toBe('a.arff:11: column kind');
  });

  it('reads sparse rows: what is not named is 0, or the first value of a nominal column', async () => {
    const { inputs, labels } = await readWholeTable(await open(`${head}{0 5, 1 'v w'}\n{2 7}\n{}\n`), {
      label: 'kind',
    });
    expect([...inputs.values]).toEqual([5, 0, 0, 7, 0, 0]);
    expect(labels).toEqual(['v w', 'u', 'u']);
  });

  it("reads aeon's series of one channel as its .ts file has them", async () => {
    const { inputs, labels } = await readWholeTable(
      await arffTable(aeonFile('ItalyPowerDemand_TRAIN.arff'), {}),
      {
        label: 'target',
      },
    );
    const cases = aeonCases('ItalyPowerDemand_TRAIN.ts');
    expect(inputs.shape).toEqual([cases.length, 24]);
    expect([...inputs.values]).toEqual(cases.flatMap(({ channels }) => channels[0]!));
    expect(labels).toEqual(cases.map(({ label }) => label));
  });

  it("reads aeon's series of several channels (relational) as its .ts file has them", async () => {
    const { inputs, labels, classes } = await readWholeTable(
      await arffTable(aeonFile('BasicMotions_TEST.arff'), {}),
      {
        label: 'activity',
      },
    );
    const cases = aeonCases('BasicMotions_TEST.ts');
    expect(inputs.shape).toEqual([cases.length, 6, 100]);
    expect([...inputs.values]).toEqual(cases.flatMap(({ channels }) => channels.flat()));
    expect(labels).toEqual(cases.map(({ label }) => label));
    expect(classes).toEqual(['Standing', 'Running', 'Walking', 'Badminton']);
  });

  it.each([
    ['1,u', 'a.arff:8:1: the row has 2 values, expected 3 by the @attribute lines'],
    [
      '1,u,2,{5}',
      'a.arff:8:1: the row has a weight {5}, expected rows that count once: repeat or drop the row',
    ],
    ['1,x,2', 'a.arff:8:1: the value of kind is "x", expected one of u, v w'],
    ["1,'v w,2", 'a.arff:8:1: the quote of column 3 is not closed'],
    ["1,'v w'x,2", 'a.arff:8:1: "x,2" follows a quoted value'],
    ['{0 1', 'a.arff:8:1: the sparse row is not closed, expected "}" at its end'],
    ['{0 1, 0 2}', 'a.arff:8:1: "0 2" names no column, expected a number from 0 to 2, each once'],
    [
      '?,u,2',
      'a.arff:8: column my width: the value is missing, expected a finite number: correct it, remove the row, or leave the column out (source.columns)',
    ],
    ['1,?,2', 'a.arff:8: column kind: the class is missing: fill it or remove the row'],
  ])('refuses the row %s', async (row, message) => {
    const read = readWholeTable(await open(`${head}${row}\n`), { label: 'kind' });
    await expect(read).rejects.toThrow(expect.objectContaining({ name: 'DataError', message }) as Error);
  });

  it('refuses a file without @data, and says so of one in another encoding', async () => {
    await expect(open('@relation a\n@attribute x real\n')).rejects.toThrow(
      'a.arff:2:1: the file ends without @data, expected it before the rows',
    );
    await expect(open('')).rejects.toThrow(
      'a.arff:1:1: the file ends without @data, expected it before the rows',
    );
    const table = await open('@attribute x real\n@attribute y {a,b}\n@data\n1,a\n', 'utf-16le').catch(
      (error: unknown) => error,
    );
    expect(table).toBeInstanceOf(Error);
  });

  it('can be read several times', async () => {
    const table = await open(`${head}1,u,2\n`);
    expect(await collect(table.rows([2, 0]))).toEqual(await collect(table.rows([2, 0])));
    expect(table.fraction()).toBe(1);
  });
});
