import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeSeries } from '../../../../src/datasets/time-series/describe-series.ts';
import { parseTimeSeries } from '../../../parse-time-series.ts';

const settings = { window: 2, stride: 1, windows: 1 };
const toy = parseTimeSeries(
  '@problemName Basic Motions\n@classLabel true n s\n@data\n1,2:n\n3,4:s\n',
  'toy.ts',
);

it('AtrialFibrillation is called so, with its attribution', () => {
  const text = readFileSync('data/atrial-fibrillation/AtrialFibrillation_TRAIN.ts', 'utf8');
  const described = describeSeries(parseTimeSeries(text, 'a.ts'), settings, {});
  expect(described).toMatchObject({ name: 'atrial-fibrillation', title: 'AtrialFibrillation' });
  expect(described.attribution).toContain('PhysioNet');
});

it('other series are called what they call themselves, and nobody is named whom they do not come from', () => {
  expect(describeSeries(toy, settings, {})).toEqual({
    name: 'basic-motions',
    title: 'Basic Motions',
    attribution: 'The series Basic Motions; where they come from is not stated (with.attribution).',
    readings: [
      '1 windows of 2 points a series, at stride 1, all channels one after the other; values as recorded, not standardised.',
    ],
  });
  expect(describeSeries({ ...toy, name: 'AtrialFibrillation' }, settings, {}).attribution).not.toContain(
    'PhysioNet',
  );
});

it('title and attribution can be given', () => {
  expect(describeSeries(toy, settings, { title: 'Motions', attribution: 'Measured by me' })).toMatchObject({
    title: 'Motions',
    attribution: 'Measured by me',
  });
});
