import { expect, it } from 'vitest';
import { atrialFibrillation } from '../../../../src/datasets/time-series/atrial-fibrillation.ts';

it('names the database, its licence, and how the windows were cut', () => {
  const { attribution, readings } = atrialFibrillation({ window: 128, stride: 1, windows: 512 });
  expect(attribution).toMatch(
    /^Contains information from the AF Termination Challenge Database .* Open Data Commons Attribution License v1\.0 \(ODC-By\)/,
  );
  expect(readings).toEqual([
    'R16: 512 windows of 128 points a series, at stride 1, all channels one after the other; values as recorded, not standardised.',
  ]);
});

it('says which channels were used', () => {
  const { readings } = atrialFibrillation({ window: 64, stride: 2, windows: 9, channels: [1] });
  expect(readings[0]).toContain('channels 1 one after the other');
});
