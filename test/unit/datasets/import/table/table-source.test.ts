import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openTable, tableSources } from '../../../../../src/datasets/import/table/table-source.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

const [csv] = tableSources;

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
