import { expect, it } from 'vitest';
import { drawSvg } from '../../../../src/report/export/svg.ts';
import { figureFiles } from '../../../../src/report/export/figure-files.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';

it('an SVG file is the same whatever was drawn before it, and has short coordinates', async () => {
  using sample = sampleReport();
  const [first, second] = figureFiles(sample.report);
  const alone = await drawSvg(first!.drawn, first!.records!());
  await drawSvg(second!.drawn, second!.records!());
  expect((await drawSvg(first!.drawn, first!.records!())) === alone).toBe(true);
  expect(alone).toMatch(/^<svg [^]*<\/svg>\n$/);
  expect(alone.match(/\d\.\d{3,}/)).toBeNull();
});
