import { expect, it } from 'vitest';
import { iterationsTable } from '../../../../src/report/export/iterations-table.ts';
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
