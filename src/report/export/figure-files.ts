import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TopLevelSpec } from 'vega-lite';
import { figureFileName } from '../paper/figure-list.ts';
import { curveFigure, type FigureOptions } from '../figures/curve-figure.ts';
import type { GrowthRibbons } from '../data/tables/growth-ribbons.ts';
import { growthFigure, growthPanels } from '../figures/growth.ts';
import { present } from '../../present.ts';
import { familyOf } from '../figures/families.ts';
import { alignmentFigure } from '../figures/pictures/alignment-figure.ts';
import { edgePairFigure } from '../figures/pictures/edge-pair.ts';
import { guidePanels, picturePanels, stillSnapshots } from '../figures/pictures/picture-panels.ts';
import { peakAlignmentFigure } from '../figures/peak-alignment.ts';
import { lightTheme } from '../figures/theme.ts';
import { edge } from '../figures/training.ts';
import type { FigureFamily } from '../figures/panel.ts';
import type { Report } from '../data/build-report.ts';
import { drawPng } from './png.ts';
import { drawSvg } from './svg.ts';
import { experimentRecords } from './experiment-records.ts';
import { experimentTitle } from '../paper/experiment-title.ts';

/** A figure as a file: its name without ending, its specification, and the rows behind its data source. */
interface FigureFile {
  name: string;
  spec: TopLevelSpec;
  /** The same figure without a select box, and what it is drawn from. */
  drawn: TopLevelSpec;
  records: (() => Record<string, unknown>[]) | undefined;
}

/** Writes every drawn figure as a Vega-Lite specification over the tables beside it and, where asked, as SVG and PNG. */
export async function writeFigures(
  report: Report,
  folder: string,
  { svg, png }: { svg: boolean; png: boolean },
): Promise<void> {
  for (const figure of figureFiles(report)) {
    writeFileSync(join(folder, `${figure.name}.vl.json`), `${JSON.stringify(figure.spec, undefined, 1)}\n`);
    if (!svg && !png) continue;
    const drawing = await drawSvg(figure.drawn, figure.records?.());
    if (svg) writeFileSync(join(folder, `${figure.name}.svg`), drawing);
    if (png) writeFileSync(join(folder, `${figure.name}.png`), await drawPng(drawing));
  }
}

/** Every figure that is drawn, except the images of Figure 5, as files. */
export function figureFiles(report: Report): FigureFile[] {
  const curves = report.figures
    .filter((row) => row.drawn && row.experiment !== undefined)
    .map((row) => curveFile(figureFileName(row), row.experiment!, familyOf(row.family), report));
  const edges = report.experiments.flatMap(({ id, largestStep }) =>
    id === undefined || largestStep === undefined
      ? []
      : [curveFile(`edge-${id}`, id, edge(largestStep), report)],
  );
  const growth = Object.entries(report.growth).flatMap(([id, ribbons]) =>
    ribbons.ribbons.length === 0 ? [] : [growthFile(id, ribbons, report)],
  );
  return [
    ...curves,
    ...edges,
    ...growth,
    ...peakFile(report),
    ...edgePairFiles(report),
    ...pictureFiles(report),
  ];
}

const panelSize = { width: 250, height: 165 };

function baseOptions(report: Report): Omit<FigureOptions, 'columns' | 'data'> {
  return {
    ...panelSize,
    x: 'iteration',
    y: 'auto',
    theme: lightTheme,
    colours: { sizes: report.colours.sizes, range: report.colours.light },
    legend: true,
    paths: 'run',
  };
}

function curveFile(name: string, experiment: string, family: FigureFamily, report: Report): FigureFile {
  const { depth } = report.tables[experiment]!;
  const panels = family.panels(depth);
  const runs = report.tables[experiment]!.snapshots.runs;
  const options = { ...baseOptions(report), columns: family.columns, ...present({ shared: family.shared }) };
  const table = family.table === 'snapshots' ? 'snapshots' : 'iterations';
  return {
    name,
    spec: curveFigure(panels, {
      ...options,
      data: { url: `../tables/${table}.csv` },
      filter: `datum.experiment === '${experiment}'`,
      runs,
    }),
    drawn: curveFigure(panels, { ...options, data: { name: 'rows' } }),
    records: () =>
      experimentRecords(report, experiment, family.table, ['iteration', ...panels.map(({ field }) => field)]),
  };
}

function peakFile(report: Report): FigureFile[] {
  const fitted = report.powerLaws
    .filter((row) => row.points.length > 0)
    .map((row) => {
      const { datasetTitle, criterion } = report.experiments.find(({ id }) => id === row.experiment)!;
      return { row, title: experimentTitle({ datasetTitle, criterion }) };
    });
  if (fitted.length === 0) return [];
  const spec = peakAlignmentFigure(fitted, { ...baseOptions(report), columns: Math.min(3, fitted.length) });
  return [{ name: 'peak-alignment', spec, drawn: spec, records: undefined }];
}

function edgePairFiles(report: Report): FigureFile[] {
  return report.edgePairs.map((pair, index) =>
    drawnAsItIs(
      `edge-pair-${index + 1}`,
      edgePairFigure(pair, { ...panelSize, width: 340, columns: 2, theme: lightTheme }),
    ),
  );
}

/** The first sample at some snapshots, and how to read it. */
function pictureFiles({ pictured }: Report): FigureFile[] {
  if (pictured === undefined) return [];
  const size = { width: 150, height: 130, theme: lightTheme };
  const guide = guidePanels(pictured, 0);
  return [
    drawnAsItIs('alignment-guide', alignmentFigure(guide, { ...size, width: 230, columns: guide.length })),
    ...stillSnapshots(pictured).map((snapshot) => {
      const panels = picturePanels(pictured, snapshot, 0);
      return drawnAsItIs(
        `alignment-picture-${snapshot}`,
        alignmentFigure(panels, { ...size, columns: panels.length }),
      );
    }),
  ];
}

function drawnAsItIs(name: string, spec: TopLevelSpec): FigureFile {
  return { name, spec, drawn: spec, records: undefined };
}

function growthFile(experiment: string, ribbons: GrowthRibbons, report: Report): FigureFile {
  const spec = growthFigure(ribbons, {
    ...baseOptions(report),
    width: 170,
    height: 240,
    columns: growthPanels,
  });
  return { name: `growth-${experiment}`, spec, drawn: spec, records: undefined };
}
