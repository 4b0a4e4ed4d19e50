import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openTable, tableSources } from '../../../../../src/datasets/import/table/table-source.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';
import { fixtures } from '../table-formats/table-columns.ts';

const [csv, parquet, arrow, arff, huggingFace] = tableSources;

it('columns may be named by numbers that YAML reads as numbers', () => {
  expect(csv.parse({ format: 'csv', label: 3, columns: [1, 'b'], header: false })).toMatchObject({
    label: '3',
    columns: ['1', 'b'],
  });
});

it('an encoding that is unknown is refused before anything is read', () => {
  expect(csv.safeParse({ format: 'csv', label: 'y', encoding: 'klingon' }).error?.issues[0]?.path).toEqual([
    'encoding',
  ]);
});

it('openTable opens a table of the format that the source names', async () => {
  const path = join(temporaryFolder(), 'a.csv');
  writeFileSync(path, 'a;y\n1;u\n');
  const source = csv.parse({ format: 'csv', label: 'y', delimiter: ';' });
  expect((await openTable({ path, name: 'a.csv' }, source)).columns).toEqual(['a', 'y']);
});

it('openTable opens files of every format', async () => {
  const settings = { label: 'label' };
  const open = async (name: string, source: object): Promise<readonly string[]> =>
    (await openTable({ path: join(fixtures, name), name }, source as Parameters<typeof openTable>[1]))
      .columns;
  expect(await open('twice.parquet', parquet.parse({ format: 'parquet', ...settings }))).toEqual([
    'a',
    'a',
    'label',
  ]);
  expect(await open('twice.arrow', arrow.parse({ format: 'arrow', ...settings }))).toEqual([
    'a',
    'a',
    'label',
  ]);
  expect(await open('hugging-face/test', huggingFace.parse({ format: 'huggingface', ...settings }))).toEqual([
    'x',
    'label',
  ]);
  const path = join(temporaryFolder(), 'a.arff');
  writeFileSync(path, '@attribute x real\n@data\n1\n');
  expect(
    (await openTable({ path, name: 'a.arff' }, arff.parse({ format: 'arff', ...settings }))).columns,
  ).toEqual(['x']);
});
