import { Ajv } from 'ajv';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { drawSvg } from '../../../../../src/report/export/svg.ts';
import { edgePairFigure } from '../../../../../src/report/figures/pictures/edge-pair.ts';
import { lightTheme } from '../../../../../src/report/figures/theme.ts';
import { sampleReport } from '../../../../synthetic/sample-report.ts';

describe('the figure of training at the edge', () => {
  using sample = sampleReport();
  const options = { columns: 2, width: 300, height: 200, theme: lightTheme };
  const spec = edgePairFigure(sample.report.edgePairs[0]!, options);

  it('is valid Vega-Lite', () => {
    const schema = createRequire(import.meta.url)('vega-lite/vega-lite-schema.json') as object;
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    expect(validate(spec), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
  });

  it('has both trainings in every panel and the line 2/η', async () => {
    const { values } = (spec as unknown as { data: { values: { method: string }[] } }).data;
    expect([...new Set(values.map(({ method }) => method))]).toEqual(['gradient flow', 'gradient descent']);
    const svg = await drawSvg(spec, undefined);
    for (const text of ['Training loss', 'gradient descent', '2/η = 80', 'Flow time t'])
      expect(svg).toContain(text);
  });
});
