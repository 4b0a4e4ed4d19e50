import { expect, it } from 'vitest';
import { discussionSection } from '../../../../../src/report/page/sections/discussion-section.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';
import { tableRows } from './sections.ts';

it('the discussion has one row a quantity and one column an experiment that was run', () => {
  using sample = sampleReport();
  const rows = tableRows(discussionSection(sample.report));
  expect(rows[0]).toEqual(['Quantity', 'Paper', 'Dice, CE', 'AtrialFibrillation, CE', 'All']);
  expect(rows.length - 1).toBe(sample.report.discussion.length);
  const [growth] = sample.report.discussion;
  expect(rows[1]!.at(-1)).toBe(`×${growth!.overall!.value.toFixed(2)}`);
  expect(rows[1]![1]).toBe('×5.45');
  expect(rows.at(-1)![1]).toBe('0.0006 / 0.00003');
});
