/// <reference lib="dom" />
import type { TopLevelSpec } from 'vega-lite';
import { curveFigure, panelSpacing, scaleOf } from '../../figures/curve-figure.ts';
import { growthFigure, growthPanels, growthSpacing } from '../../figures/growth.ts';
import { familyOf } from '../../figures/families.ts';
import type { FigureFamily } from '../../figures/panel.ts';
import { peakAlignmentFigure } from '../../figures/peak-alignment.ts';
import { darkTheme, lightTheme } from '../../figures/theme.ts';
import { edge, training } from '../../figures/training.ts';
import { present } from '../../../present.ts';
import { brokenRows } from './broken-rows.ts';
import { rows, type PageData, type Row } from '../reader/page-data.ts';
import type { ReaderState } from '../reader/state.ts';

/** What a figure element asks for: `data-family`, `data-experiment` and, for the curves of one run, `data-run`. */
export interface FigureRequest {
  family: string;
  experiment: string | undefined;
  run?: string;
}

/** A specification and the rows for its data source. */
export interface Drawing {
  spec: TopLevelSpec;
  rows: Row[] | undefined;
  /** Column that each panel draws. */
  fields: string[];
  /** Title of each panel. */
  titles: string[];
  /** Whether the panels share one scale of y. */
  shared: boolean;
}

/** Room for the axis of the leftmost panel. */
const axisRoom = 50;

/** Panels side by side and the size of each, for the room there is. */
export function panelLayout(
  available: number,
  wanted: number,
  room = 230,
): { columns: number; width: number; height: number } {
  const columns = Math.max(1, Math.min(wanted, Math.floor(available / room)));
  const width = Math.floor((available - axisRoom - (panelSpacing.column + 10) * (columns - 1)) / columns) - 4;
  return {
    columns,
    width: Math.max(width, 150),
    height: Math.round(Math.min(Math.max(width * 0.68, 130), 230)),
  };
}

/** The panels of the figure of growth side by side; two on a phone. */
function growthLayout(available: number): { columns: number; width: number; height: number } {
  const columns = available >= 640 ? growthPanels : available >= 480 ? 3 : 2;
  const width = Math.floor((available - axisRoom - growthSpacing * (columns - 1)) / columns) - 4;
  return { columns, width, height: columns === growthPanels ? Math.min(250, 2 * width) : 170 };
}

/** What to draw for a figure element of `available` pixels width; a panel gets at least `room` of them. */
export function drawingOf(
  request: FigureRequest,
  page: PageData,
  state: ReaderState,
  available: number,
  room?: number,
): Drawing {
  const theme = state.theme === 'dark' ? darkTheme : lightTheme;
  const colours = { sizes: page.colours.sizes, range: page.colours[state.theme] };
  if (request.family === 'growth') {
    const ribbons = page.growth[request.experiment!]!;
    const layout = growthLayout(available);
    return {
      spec: growthFigure(ribbons, { ...layout, theme, colours, legend: false }),
      rows: undefined,
      fields: [],
      titles: [],
      shared: false,
    };
  }
  if (request.family === 'peak') {
    const fitted = page.powerLaws
      .filter((row) => row.points.length > 0)
      .map((row) => ({ row, title: page.experiments.find(({ id }) => id === row.experiment)!.title }));
    const layout = panelLayout(available, Math.min(3, fitted.length), room);
    return {
      spec: peakAlignmentFigure(fitted, { ...layout, theme, colours, legend: false }),
      rows: undefined,
      fields: fitted.map(() => 'peak'),
      titles: fitted.map(({ title }) => title),
      shared: false,
    };
  }
  const experiment = page.experiments.find(({ id }) => id === request.experiment)!;
  const family = requestedFamily(request.family, experiment.largestStep);
  const layout = panelLayout(available, family.columns, room);
  const drawn = chosenRows(request, family, page, state, experiment.depth);
  const panels = family
    .panels(experiment.depth)
    .filter(({ field }) => family.table === 'snapshots' || drawn.some((row) => row[field] !== undefined));
  const spec = curveFigure(panels, {
    ...layout,
    x: state.x,
    y: state.y,
    ...present({ shared: family.shared }),
    theme,
    colours,
    data: { name: 'rows' },
    legend: false,
    paths: 'size',
  });
  return {
    spec,
    rows: brokenRows(
      drawn,
      panels.map((panel) => ({ field: panel.field, positive: scaleOf(panel, state.y) === 'log' })),
    ),
    fields: panels.map(({ field }) => field),
    titles: panels.map(({ title }) => title),
    shared: family.shared === true,
  };
}

/** How many panels a figure has and how many stand side by side at most. */
export function panelCount(request: FigureRequest, page: PageData): { panels: number; columns: number } {
  if (request.family === 'growth') return { panels: growthPanels, columns: growthPanels };
  if (request.family === 'peak') {
    const panels = page.powerLaws.filter((row) => row.points.length > 0).length;
    return { panels, columns: 3 };
  }
  const experiment = page.experiments.find(({ id }) => id === request.experiment)!;
  const family = requestedFamily(request.family, experiment.largestStep);
  return { panels: family.panels(experiment.depth).length, columns: family.columns };
}

function requestedFamily(name: string, largestStep: number | undefined): FigureFamily {
  if (name === 'training') return training;
  if (name === 'edge') return edge(largestStep!);
  return familyOf(name);
}

function chosenRows(
  { experiment, run }: FigureRequest,
  family: FigureFamily,
  page: PageData,
  { status }: ReaderState,
  depth: number,
): Row[] {
  const all = rows(
    experiment!,
    family.table,
    family.panels(depth).map(({ field }) => field),
    page.runs,
  );
  if (run !== undefined) return all.filter((row) => row.run === run);
  return status === 'all' ? all : all.filter((row) => row.status === status);
}
