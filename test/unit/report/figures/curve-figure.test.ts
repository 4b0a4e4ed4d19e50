import { Ajv } from 'ajv';
import { createRequire } from 'node:module';
import { View, parse } from 'vega';
import { compile } from 'vega-lite';
import { beforeAll, describe, expect, it } from 'vitest';
import { curveFigure, type FigureOptions } from '../../../../src/report/figures/curve-figure.ts';
import { paperFamilies } from '../../../../src/report/figures/families.ts';
import { darkTheme, lightTheme } from '../../../../src/report/figures/theme.ts';
import { edge, training } from '../../../../src/report/figures/training.ts';

const options: FigureOptions = {
  x: 'iteration',
  y: 'linear',
  columns: 3,
  width: 250,
  height: 165,
  theme: lightTheme,
  colours: { sizes: [30, 60], range: ['#0d0887', '#f2844b'] },
  data: { url: '../tables/snapshots.csv' },
  legend: true,
  paths: 'run',
};

const families = [...paperFamilies, training, edge(0.01)];
let validate: ReturnType<Ajv['compile']>;
beforeAll(() => {
  const schema = createRequire(import.meta.url)('vega-lite/vega-lite-schema.json') as object;
  validate = new Ajv({ strict: false, validateFormats: false, allowUnionTypes: true }).compile(schema);
});

describe('figures of curves', () => {
  it.each(families.map((family) => [family.id, family] as const))(
    'of %s are valid Vega-Lite',
    (_, family) => {
      for (const x of ['iteration', 'time'] as const)
        for (const y of ['linear', 'log'] as const)
          for (const theme of [lightTheme, darkTheme]) {
            const filter = `datum.experiment === 'dice'`;
            for (const paths of ['run', 'size'] as const) {
              const spec = curveFigure(family.panels(6), {
                ...options,
                x,
                y,
                theme,
                filter,
                runs: ['a'],
                paths,
              });
              expect(validate(spec), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
            }
          }
    },
  );

  it('refuse nothing that the schema would not: a broken figure does not pass', () => {
    const spec = { ...curveFigure(families[0]!.panels(6), options), columns: 'three' };
    expect(validate(spec)).toBe(false);
  });

  it('let one run stand out: the others fade, and the one under the pointer grows thick', async () => {
    const spec = curveFigure([{ field: 'sharpness', title: 's' }], {
      ...options,
      legend: false,
      data: { name: 'rows' },
    });
    const view = new View(parse(compile(spec).spec), { renderer: 'none' });
    const rows = ['a', 'b'].flatMap((run) =>
      [0, 1].map((iteration) => ({ run, size: 30, iteration, sharpness: iteration + 1 })),
    );
    await view.data('rows', rows).signal('isolated', 'a').signal('hovered', 'b').runAsync();
    const svg = await view.toSVG();
    expect(
      svg.match(
        /<path [^>]*stroke-width="2.6"[^>]*opacity="0.07"|<path [^>]*opacity="0.07"[^>]*stroke-width="2.6"/g,
      )?.length,
    ).toBe(1);
    expect(svg.match(/<path [^>]*opacity="0.85"/g)?.length).toBe(1);
  });

  it('with one path a size, fade all of them and draw the runs that stand out once more', async () => {
    const spec = curveFigure([{ field: 'sharpness', title: 's' }], {
      ...options,
      legend: false,
      data: { name: 'rows' },
      paths: 'size',
    });
    const view = new View(parse(compile(spec).spec), { renderer: 'none' });
    const rows = ['a', 'b', 'c'].flatMap((run) =>
      [2, 1].map((iteration) => ({ run, size: 30, iteration, sharpness: iteration + 1 })),
    );
    const broken = rows.flatMap((row, index) => (index % 2 === 0 ? [row] : [row, { run: '', size: 30 }]));
    view.data('rows', broken);
    await view.runAsync();
    const all = (await view.toSVG()).match(/<path [^>]*stroke-width="1.1"[^>]*/g)!;
    // One path, in the order of the rows, that lifts its pen between the runs.
    expect(all).toHaveLength(1);
    expect(all[0].match(/ d="([^"]*)"/)![1]!.split('M')).toHaveLength(1 + 3);
    await view.signal('isolated', 'a').signal('hovered', 'b').runAsync();
    const svg = await view.toSVG();
    const faded = svg.match(/<path [^>]*stroke-width="1.1"[^>]*/g)!;
    expect(faded).toHaveLength(1);
    expect(faded[0]).toContain('opacity="0.07"');
    expect(svg.match(/<path [^>]*stroke-width="1.5"/g)).toHaveLength(1);
    expect(svg.match(/<path [^>]*stroke-width="2.6"/g)).toHaveLength(1);
  });

  it('leave out what a logarithm cannot take', async () => {
    const spec = curveFigure([{ field: 'loss', title: 'l', scale: 'log' }], {
      ...options,
      data: { name: 'rows' },
    });
    const view = new View(parse(compile(spec).spec), { renderer: 'none' });
    const rows = [1, 0, -1, 2].map((loss, iteration) => ({ run: 'a', size: 30, iteration, loss }));
    await view.data('rows', rows).runAsync();
    expect(await view.toSVG()).not.toContain('NaN');
  });

  it('name the x axis under the bottom row only', () => {
    const spec = JSON.stringify(curveFigure(paperFamilies[3]!.panels(6), { ...options, x: 'time' }));
    expect(spec.match(/"title":"Flow time t"/g)?.length).toBe(3);
  });
});
