import { expect, it } from 'vitest';
import { readSeries } from '../../../../src/datasets/import/read-series.ts';
import { aeonCases, aeonFile } from '../time-series/aeon-files.ts';

it("readSeries reads aeon's own series, channel after channel", async () => {
  const { inputs, labels, classes, placeOfLabel } = await readSeries(aeonFile('BasicMotions_TEST.ts'));
  const cases = aeonCases('BasicMotions_TEST.ts');
  expect(inputs.shape).toEqual([40, 6, 100]);
  expect([...inputs.values]).toEqual(cases.flatMap(({ channels }) => channels.flat()));
  expect(labels).toEqual(cases.map(({ label }) => label));
  expect(classes).toEqual(['Standing', 'Running', 'Walking', 'Badminton']);
  expect(placeOfLabel(0)).toBe('BasicMotions_TEST.ts, case 1');
});
