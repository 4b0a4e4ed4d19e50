import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tryImport } from '../../../../src/datasets/inspect/try-import.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

function table(text: string): { path: string; name: string } {
  const path = join(temporaryFolder(), 'a.csv');
  writeFileSync(path, text);
  return { path, name: 'a.csv' };
}

it('tryImport gives the dataset and its first inputs', async () => {
  const trial = await tryImport(table('a,b,y\n1,2,u\n3,4,v\n'), { format: 'csv', label: 'y' });
  expect(trial).toMatchObject({
    description: { classes: ['u', 'v'], inputShape: [2], train: { samples: 2 } },
    first: [
      { inputs: Float64Array.of(1, 2), label: 0 },
      { inputs: Float64Array.of(3, 4), label: 1 },
    ],
  });
});

it('tryImport says why an import is refused', async () => {
  expect(await tryImport(table('a,y\n1,u\nx,v\n'), { format: 'csv', label: 'y' })).toEqual({
    refused:
      'a.csv:3: column a: the value is "x", expected a finite number: correct it, remove the row, or leave the column out (source.columns)',
  });
});
