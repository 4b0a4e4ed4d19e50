import { expect, it } from 'vitest';
import { datasetRows } from '../../../../../src/report/data/rows/dataset-rows.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

it('dataset rows say which files are not the official ones', () => {
  using sample = sampleReport();
  const [first, second] = sample.inputs.datasets;
  const unverified = [{ path: 'a.ts', sizeBytes: 3, sha256: 'ff' }];
  const rows = datasetRows([first!, { ...second!, description: { ...second!.description, unverified } }]);
  expect(rows.map(({ name }) => name)).toEqual(['atrial-fibrillation', 'dice']);
  expect(rows[1]).toMatchObject({ trainSamples: 48, meanSquaredNorm: 2960.5, unverified });
  expect(rows[0]).not.toHaveProperty('unverified');
  expect(rows[0]).not.toHaveProperty('testSamples');
});
