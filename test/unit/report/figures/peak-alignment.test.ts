import { Ajv } from 'ajv';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { peakAlignmentFigure } from '../../../../src/report/figures/peak-alignment.ts';
import { lightTheme } from '../../../../src/report/figures/theme.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';

const options = {
  columns: 2,
  width: 250,
  height: 165,
  theme: lightTheme,
  colours: { sizes: [30, 60, 120], range: ['#0d0887', '#b12a90', '#f2844b'] },
  legend: true,
};

describe('the figure of peak alignment', () => {
  using sample = sampleReport();
  const rows = sample.report.powerLaws
    .filter(({ points }) => points.length > 0)
    .map((row) => ({ row, title: row.dataset }));

  it('is valid Vega-Lite', () => {
    const schema = createRequire(import.meta.url)('vega-lite/vega-lite-schema.json') as object;
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    expect(validate(peakAlignmentFigure(rows, options)), JSON.stringify(validate.errors?.slice(0, 3))).toBe(
      true,
    );
  });

  it('draws every run, the fitted law with its band, and the paper’s law over the sizes that the paper ran', () => {
    const spec = peakAlignmentFigure(rows, options) as unknown as {
      concat: { layer: { data: { values: Record<string, number>[] } }[] }[];
    };
    const [band, law, paper, names, points] = spec.concat[0]!.layer.map(({ data }) => data.values);
    expect(points!.length).toBe(11);
    expect(band!.length).toBe(25);
    expect(law!.length).toBe(25);
    expect(names!.map(({ name }) => name)).toEqual(['this run', 'paper']);
    expect(paper!.map(({ size }) => size)).toEqual([468, 937, 1875, 3750, 7500]);
    expect(paper![0]!['peak']).toBeCloseTo(0.0017 * 468 ** 0.23, 12);
  });
});
