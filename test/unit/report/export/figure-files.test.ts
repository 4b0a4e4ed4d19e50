import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loader as makeLoader, parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { describe, expect, it } from 'vitest';
import { writeFigures } from '../../../../src/report/export/figure-files.ts';
import { stillSnapshots } from '../../../../src/report/figures/pictures/picture-panels.ts';
import { figureFileName } from '../../../../src/report/paper/figure-list.ts';
import { writeReport } from '../../../../src/report/write-report.ts';
import { sampleReport } from '../../../synthetic/sample-report.ts';

describe('figure files', () => {
  it('exist for every drawn figure, as specification, SVG and PNG', async () => {
    using sample = sampleReport();
    mkdirSync(join(sample.root, 'figures'));
    await writeFigures(sample.report, join(sample.root, 'figures'), { svg: true, png: true });
    const drawn = sample.report.figures
      .filter((row) => row.drawn && row.family !== 'examples')
      .map(figureFileName);
    const names = [
      ...drawn,
      'edge-dice-cross-entropy',
      'edge-atrial-fibrillation-cross-entropy',
      'growth-dice-cross-entropy',
      'growth-atrial-fibrillation-cross-entropy',
      'peak-alignment',
      'edge-pair-1',
      'alignment-guide',
      ...stillSnapshots(sample.report.pictured!).map((snapshot) => `alignment-picture-${snapshot}`),
    ];
    expect(readdirSync(join(sample.root, 'figures')).sort()).toEqual(
      names.flatMap((name) => [`${name}.png`, `${name}.svg`, `${name}.vl.json`]).sort(),
    );
  });

  it('draw the same curves from the tables beside them as the page does', async () => {
    using sample = sampleReport();
    const output = join(sample.root, 'report');
    await writeReport(sample.folders, sample.settings, output);
    const spec = JSON.parse(
      readFileSync(join(output, 'figures', 'figure-06.vl.json'), 'utf8'),
    ) as TopLevelSpec;
    const loader = makeLoader({ mode: 'file', baseURL: join(output, 'figures') });
    const view = new View(parse(compile(spec).spec), { renderer: 'none', loader });
    await view.runAsync();
    const svg = await view.toSVG();
    // Three panels, one line for each of the 11 runs.
    expect(
      svg
        .match(/<path aria-label=[^>]*|<path [^>]*stroke-width="1.1"/g)!
        .filter((path) => path.includes('1.1')).length,
    ).toBe(33);
  });
});
