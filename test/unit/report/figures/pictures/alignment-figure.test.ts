import { Ajv } from 'ajv';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { drawSvg } from '../../../../../src/report/export/svg.ts';
import { alignmentFigure } from '../../../../../src/report/figures/pictures/alignment-figure.ts';
import { lightTheme } from '../../../../../src/report/figures/theme.ts';

describe('the picture of alignment', () => {
  const panel = {
    title: 'Layer i = 1',
    ratio: 0.625,
    sensitive: [0, 0.5, 0.5, 0],
    random: [0.5, 0.25, 0.25, 0],
  };
  const spec = alignmentFigure([panel, { ...panel, ratio: 1 }], {
    columns: 2,
    width: 150,
    height: 130,
    theme: lightTheme,
  });

  it('is valid Vega-Lite', () => {
    const schema = createRequire(import.meta.url)('vega-lite/vega-lite-schema.json') as object;
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    expect(validate(spec), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
  });

  it('draws what lies at or above each stretch, so that the area below is the mean', () => {
    const { concat } = spec as unknown as { concat: { data: { values: Record<string, number>[] } }[] };
    const { values } = concat[0]!.data;
    expect(values).toEqual([
      { stretch: 0, sensitive: 1, random: 1 },
      { stretch: 0.25, sensitive: 1, random: 0.5 },
      { stretch: 0.5, sensitive: 0.5, random: 0.25 },
      { stretch: 0.75, sensitive: 0, random: 0 },
      { stretch: 1, sensitive: 0, random: 0 },
    ]);
    const area = (name: string) =>
      values.slice(1).reduce((sum, row, edge) => sum + (row[name]! + values[edge]![name]!) / 2 / 4, 0);
    // Means of the bins' middles: 0.5·0.375 + 0.5·0.625 and 0.5·0.125 + 0.25·0.375 + 0.25·0.625.
    expect(area('sensitive')).toBeCloseTo(0.5, 12);
    expect(area('random')).toBeCloseTo(0.3125, 12);
  });

  it('says each ratio', async () => {
    const svg = await drawSvg(spec, undefined);
    for (const text of ['Layer i = 1', 'r = 0.63', 'r = 1.00', 'Stretch by J']) expect(svg).toContain(text);
  });
});
