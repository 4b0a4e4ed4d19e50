import { expect, it } from 'vitest';
import { criterionTitle, experimentTitle } from '../../../../src/report/paper/experiment-title.ts';

it('an experiment is named by its dataset and its criterion', () => {
  expect(experimentTitle({ datasetTitle: 'SST', criterion: 'cross-entropy' })).toBe('SST, cross-entropy');
  expect(criterionTitle('mse')).toBe('MSE');
});
