import { expect, it } from 'vitest';
import { methodSection } from '../../../../../src/report/page/sections/method-section.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';
import { plainText } from './sections.ts';

it('the method says where the run departs from the paper and how the paper was read, datasets included', () => {
  using sample = sampleReport();
  const text = plainText(methodSection(sample.report));
  expect(text).toContain(
    'Dice, cross-entropy: dataset sizes 30, 60, 120 instead of 468, 937, 1875, 3750, 7500',
  );
  expect(text).toContain('R18');
  expect(text).toContain('A made-up reading of dice.');
});
