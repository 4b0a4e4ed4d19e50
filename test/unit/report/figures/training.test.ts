import { expect, it } from 'vitest';
import { edge, training } from '../../../../src/report/figures/training.ts';
import { curveColumns } from '../../../../src/report/data/tables/training-curves.ts';

it('training curves are columns of the history, and the edge stands at 2/η and 1/η', () => {
  const columns = new Set(curveColumns.map(({ name }) => name));
  for (const { field } of [...training.panels(6), ...edge(0.01).panels(6)]) expect(columns).toContain(field);
  expect(
    edge(0.01)
      .panels(6)
      .map(({ rule }) => rule!.value),
  ).toEqual([200, 100]);
});
