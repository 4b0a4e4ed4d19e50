import { loadImage } from '@napi-rs/canvas';
import { expect, it } from 'vitest';
import { previewImage } from '../../../../src/report/export/preview-image.ts';
import { previewSize } from '../../../../src/report/page/preview.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';

it('a preview has the size that sites ask for, is small and the same again; there is none without the figure of the first screen', async () => {
  using sample = sampleReport();
  const image = (await previewImage(sample.report))!;
  const { width, height } = await loadImage(image);
  expect({ width, height }).toEqual(previewSize);
  expect(image.length).toBeLessThan(150_000);
  expect(image.equals((await previewImage(sample.report))!)).toBe(true);
  expect(await previewImage({ ...sample.report, growth: {} })).toBeUndefined();
});
