import { expect, it } from 'vitest';
import {
  resultsSection,
  supplementSection,
} from '../../../../../src/report/page/sections/figure-sections.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

it('figures 1 to 5 stand among the results and 6 to 42 in the supplement, in the paper’s order', () => {
  using sample = sampleReport();
  const numbers = (text: string) =>
    [...text.matchAll(/<figure id="figure-(\w+)"/g)].map(([, number]) => Number(number));
  expect(numbers(resultsSection(sample.report, undefined).text)).toEqual([1, 2, 3, 4, 5]);
  const supplement = supplementSection(sample.report).text;
  const run = sample.report.figures.filter(({ drawn, section }) => drawn && section !== 'results');
  expect(numbers(supplement.split('<details')[0]!)).toEqual(run.map(({ number }) => Number(number)));
  expect(numbers(supplement).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 37 }, (_, index) => index + 6),
  );
});
