/// <reference lib="dom" />
import type { TopLevelSpec } from 'vega-lite';
import { curveFigure, scaleOf } from '../../figures/curve-figure.ts';
import { familyOf } from '../../figures/families.ts';
import type { FigureFamily } from '../../figures/panel.ts';
import { darkTheme, lightTheme } from '../../figures/theme.ts';
import { edge, training } from '../../figures/training.ts';
import { present } from '../../../present.ts';
import { brokenRows } from './broken-rows.ts';
import type { FigureRequest } from './figure-request.ts';
import { panelLayout } from './panel-layout.ts';
import { singleFigures } from './single-figures.ts';
import { rows, type PageData, type Row } from '../reader/page-data.ts';
import type { ReaderState } from '../reader/state.ts';

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
  const single = singleFigures[request.family];
  if (single !== undefined)
    return {
      rows: undefined,
      shared: false,
      fields: [],
      titles: [],
      ...single.draw({ page, request, state, available, ...present({ room }), theme, colours }),
    };
  const experiment = page.experiments.find(({ id }) => id === request.experiment)!;
  const family = requestedFamily(request.family, experiment.largestStep);
  const drawn = chosenRows(request, family, page, state, experiment.depth);
  const panels = family
    .panels(experiment.depth)
    .filter(({ field }) => family.table === 'snapshots' || drawn.some((row) => row[field] !== undefined));
  const spec = curveFigure(panels, {
    ...panelLayout(available, Math.min(family.columns, panels.length), room),
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
  const single = singleFigures[request.family];
  if (single !== undefined) return single.panels(page);
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
