import { expect, it } from 'vitest';
import { toolbar } from '../../../../src/report/page/toolbar-markup.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';

it('the toolbar offers every run that has curves, grouped by experiment', () => {
  using sample = sampleReport();
  const { text } = toolbar(sample.report);
  const offered = [...text.matchAll(/<option value="([^"]+)">/g)].map(([, id]) => id);
  expect(offered).toEqual(
    sample.report.runs.filter(({ status }) => status !== 'missing').map(({ id }) => id),
  );
  expect(text.match(/<optgroup/g)!.length).toBe(2);
});
