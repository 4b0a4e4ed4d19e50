import { Ajv } from 'ajv';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { drawSvg } from '../../../../src/report/export/svg.ts';
import { growthFigure } from '../../../../src/report/figures/growth.ts';
import { lightTheme } from '../../../../src/report/figures/theme.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';

describe('the figure of growth', () => {
  using sample = sampleReport();
  const ribbons = sample.report.growth['dice-cross-entropy']!;
  const { sizes, light } = sample.report.colours;
  const options = { columns: 5, width: 180, height: 260, theme: lightTheme, legend: true };
  const spec = growthFigure(ribbons, { ...options, colours: { sizes, range: light } });

  it('is valid Vega-Lite', () => {
    const schema = createRequire(import.meta.url)('vega-lite/vega-lite-schema.json') as object;
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    expect(validate(spec), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
  });

  it('draws every component on the same scale, which holds the paper’s growth', () => {
    const domains = [...JSON.stringify(spec).matchAll(/"type":"log","domain":(\[[^\]]*\])/g)].map(
      ([, text]) => text!,
    );
    expect(new Set(domains).size).toBe(1);
    const [low, high] = JSON.parse(domains[0]!) as [number, number];
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(28.97);
  });

  it('says what the paper found beside each', async () => {
    const svg = await drawSvg(spec, undefined);
    for (const text of [
      'Jacobian alignment',
      'grows to ×',
      'falls to ×',
      'paper: up to ×28.97',
      'paper: at most ×1.27',
    ])
      expect(svg).toContain(text);
  });

  it('has a labelled line in whatever falls, and names in its legend the sizes that it shows', () => {
    const fallen = structuredClone(ribbons);
    for (const ribbon of fallen.ribbons) ribbon.low[ribbon.low.length - 1] = 0.015;
    const drawn = growthFigure(fallen, {
      ...options,
      colours: { sizes: [7, ...sizes], range: ['#000', ...light] },
    });
    const text = JSON.stringify(drawn);
    expect(text).toMatch(/"values":\[0\.02,0\.05,0\.1,0\.2,0\.5,1,2,5,10,20\]/);
    expect(text).toContain(`"values":${JSON.stringify(sizes)}`);
  });

  it('has the titles of its panels on one line', async () => {
    const tops = (ribbonsTop: number) => {
      const grown = structuredClone(ribbons);
      for (const ribbon of grown.ribbons) ribbon.high = ribbon.high.map((value) => value * ribbonsTop);
      return drawSvg(growthFigure(grown, { ...options, colours: { sizes, range: light } }), undefined);
    };
    for (const factor of [1, 3, 10]) {
      const svg = await tops(factor);
      const heights = [...svg.matchAll(/role-title"[^>]*><g transform="translate\([-\d.]+,([-\d.]+)\)"/g)];
      expect(heights.length, svg.slice(0, 200)).toBe(5);
      expect(new Set(heights.map(([, y]) => y)).size).toBe(1);
    }
  });
});
