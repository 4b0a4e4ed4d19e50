import { join } from 'node:path';
import { expect, it } from 'vitest';
import { iterationsTable } from '../../../../src/report/export/iterations-table.ts';
import { writeParquet } from '../../../../src/report/export/parquet.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';
import { rowsOf } from './rows-of.ts';

it('the table of iterations has every recorded iteration', () => {
  using sample = sampleReport();
  const [run] = sample.inputs.runs;
  const rows = rowsOf(iterationsTable([run!]));
  expect(rows.length).toBe(run!.history.iteration.length);
  expect(rows[7]).toMatchObject({
    run: run!.id,
    iteration: 7,
    loss: run!.history.loss[7],
    block_products: 30,
  });
});

it('is written as Parquet also where a block product was of some directions only', async () => {
  using sample = sampleReport();
  const [run] = sample.inputs.runs;
  run!.history.blockProducts[7] = 14.25;
  await writeParquet(iterationsTable([run!]), join(temporaryFolder(), 'iterations.parquet'));
  expect(rowsOf(iterationsTable([run!]))[7]).toMatchObject({ block_products: 14.25 });
});
