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
  expect(alone.replaceAll(/ aria-[a-z]+="[^"]*"|>[^<>]*</g, '').match(/\d\.\d{3,}/)).toBeNull();
});

it('words keep their numbers: 0.003 beside an axis, ×0.043 above a panel and in a description', async () => {
  const svg = await drawSvg(
    {
      title: 'falls to ×0.0431',
      data: { values: [{ y: 0.003 }] },
      mark: 'point',
      encoding: { y: { field: 'y', type: 'quantitative', axis: { values: [0.003] } } },
    },
    undefined,
  );
  expect(svg).toContain('>falls to ×0.0431<');
  expect(svg).toContain('>0.003<');
  expect(svg).toContain('aria-label="y: 0.003"');
});
