import { parse } from 'yaml';
import { expect, it } from 'vitest';
import { importBlock } from '../../../../src/cli/data/import-block.ts';

it('importBlock names the stage after the file, and is YAML that says what was meant', () => {
  const source = { format: 'csv', label: '3', header: false, columns: ['1', 'no', 'a: b'] };
  const block = importBlock('data/My Iris.csv.gz', 'eos-pipeline/stages/import-dataset.ts', source);
  expect(parse(block)).toEqual({
    stages: {
      'my-iris': {
        uses: 'eos-pipeline/stages/import-dataset.ts',
        needs: { data: { file: 'data/My Iris.csv.gz' } },
        with: { name: 'my-iris', attribution: 'WHERE THE DATA COME FROM, AND THEIR LICENCE', source },
      },
    },
  });
  expect(Object.keys((parse(importBlock('日本', 'x', {})) as { stages: object }).stages)).toEqual(['data']);
});
