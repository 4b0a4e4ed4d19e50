import { expect, it } from 'vitest';
import { tableOne } from '../../../../../src/report/page/sections/table-one.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';
import { tableRows } from './sections.ts';

it('Table 1 has the paper’s five experiments, as run or as not run, and their sum', () => {
  using sample = sampleReport();
  const section = tableOne(sample.report);
  const rows = tableRows(section);
  expect(rows.slice(1).map((row) => row[0])).toEqual([
    'Dice',
    'CIFAR-10',
    'CIFAR-10',
    'AtrialFibrillation',
    'SST',
    'All',
  ]);
  const { fewest, most } = sample.report.experiments[0]!.iterations!;
  expect(rows[1]).toEqual([
    'Dice',
    'Cross-entropy',
    '30, 60, 120',
    '0.05',
    '32',
    '12',
    '11',
    '10',
    `${fewest} to ${most}`,
    '80',
  ]);
  expect(rows[3]).toEqual([
    'CIFAR-10',
    'MSE',
    'Not part of this run; the paper’s sizes are 390, 781, 1562, 3125',
    '64',
  ]);
  expect(rows.at(-1)!.slice(1)).toEqual(['24', '23', '22', '', '368']);
  // What fell short is marked.
  expect(section.text.match(/class="short"/g)!.length).toBe(2);
});
