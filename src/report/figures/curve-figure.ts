import type { TopLevelSpec } from 'vega-lite';
import type { Panel } from './panel.ts';
import { logAxis } from './vega/log-axis.ts';
import { figureConfig, type Theme } from './theme.ts';
import { present } from '../../present.ts';

type ConcatSpec = Extract<TopLevelSpec, { concat: unknown }>;
type PanelSpec = ConcatSpec['concat'][number];

/** How a figure is drawn: what the reader can switch, and the room there is. */
export interface FigureOptions {
  x: 'iteration' | 'time';
  /** The scale of y that the reader chose; `auto`: each panel's own. */
  y: 'auto' | 'linear' | 'log';
  /** Whether all panels share one scale of y. */
  shared?: boolean;
  columns: number;
  /** Of one panel, in pixels. */
  width: number;
  height: number;
  theme: Theme;
  colours: { sizes: readonly number[]; range: readonly string[] };
  data: NonNullable<ConcatSpec['data']>;
  /** Rows to keep, as a Vega expression. */
  filter?: string;
  /** A legend inside the figure; the page has its own. */
  legend: boolean;
  /**
   * One path a run, or one a dataset size. The latter is many times faster and wants its rows in order, with a row
   * without numbers between runs (see `brokenRows`); a run that stands out is then drawn once more on top.
   */
  paths: 'run' | 'size';
  /** Names offered under a select box, for figures used outside of the page. */
  runs?: readonly string[];
}

/** Room between panels for axes and titles, in pixels. */
export const panelSpacing = { row: 66, column: 62 };

const xTitles = { iteration: 'Iteration', time: 'Flow time t' };

/** Small multiples of curves, one curve a run, coloured by dataset size; `isolated` and `hovered` name a run. */
export function curveFigure(panels: readonly Panel[], options: FigureOptions): TopLevelSpec {
  const { data, filter, runs, theme } = options;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    data,
    ...present({ transform: filter === undefined ? undefined : [{ filter }] }),
    params: [
      {
        name: 'isolated',
        value: null,
        ...present({ bind: runs && { input: 'select', options: [null, ...runs], name: 'Isolate a run ' } }),
      },
      { name: 'isolatedSize', value: null },
      { name: 'hovered', value: null },
    ],
    columns: options.columns,
    bounds: 'flush',
    spacing: panelSpacing,
    concat: panels.map((panel, index) => panelSpec(panel, index + options.columns >= panels.length, options)),
    ...(options.shared === true ? { resolve: { scale: { y: 'shared' } } } : {}),
    config: figureConfig(theme),
    padding: 2,
  };
}

/** How far the label of a tick at the end of an axis may reach beyond it, in pixels. */
const halfLabel = 7;

const line = { type: 'line', strokeCap: 'round', strokeJoin: 'round', clip: true } as const;

/** The y scale of a panel: the one that the reader has chosen, or its own. */
export function scaleOf({ scale }: Panel, chosen: FigureOptions['y']): 'linear' | 'log' {
  return chosen === 'auto' ? (scale ?? 'linear') : chosen;
}

function panelSpec(panel: Panel, bottom: boolean, options: FigureOptions): PanelSpec {
  const { x, width, height, colours, legend } = options;
  const scale = scaleOf(panel, options.y);
  const encoding = {
    x: {
      field: x,
      type: 'quantitative',
      title: bottom ? xTitles[x] : null,
      axis: { tickCount: Math.max(4, Math.round(width / 55)) },
      scale: { nice: false },
    } as const,
    y: {
      field: panel.field,
      type: 'quantitative',
      title: null,
      axis:
        scale === 'log' ? logAxis : ({ tickCount: 5, labelOverlap: true, labelBound: halfLabel } as const),
      scale:
        scale === 'log'
          ? ({ type: 'log', nice: false, padding: 6 } as const)
          : ({ zero: false, nice: false, padding: 6 } as const),
    } as const,
  };
  const colour = {
    field: 'size',
    type: 'ordinal' as const,
    scale: { domain: [...colours.sizes], range: [...colours.range] },
    legend: legend
      ? {
          title: 'Dataset size D',
          orient: 'bottom' as const,
          direction: 'horizontal' as const,
          symbolType: 'stroke',
        }
      : null,
  };
  const drawable = `isValid(datum.${panel.field})${scale === 'log' ? ` && datum.${panel.field} > 0` : ''}`;
  return {
    title: panel.title,
    width,
    height,
    ...(options.paths === 'run' ? { transform: [{ filter: drawable }] } : {}),
    layer: [
      ...(options.paths === 'run'
        ? [{ mark: line, encoding: { ...encoding, ...eachRun, color: colour } }]
        : [
            // As the rows come: sorted by x, the runs of one path would mix.
            {
              mark: { ...line, order: false } as const,
              encoding: { ...encoding, ...eachSize, color: colour },
            },
            {
              transform: [{ filter: 'datum.run === isolated || datum.run === hovered' }],
              mark: line,
              encoding: { ...encoding, ...standingOut, color: colour },
            },
          ]),
      ...ruleLayers(panel, options.theme),
    ],
  };
}

const run = { field: 'run', type: 'nominal' } as const;

const eachRun = {
  detail: run,
  opacity: {
    condition: {
      test: '(isolated === null || isolated === datum.run) && (isolatedSize === null || isolatedSize === datum.size)',
      value: 0.85,
    },
    value: 0.07,
  },
  strokeWidth: { condition: { test: 'hovered === datum.run', value: 2.6 }, value: 1.1 },
};

const eachSize = {
  detail: { field: 'size', type: 'nominal' } as const,
  opacity: {
    condition: {
      test: 'isolated === null && (isolatedSize === null || isolatedSize === datum.size)',
      value: 0.85,
    },
    value: 0.07,
  },
  strokeWidth: { value: 1.1 },
};

const standingOut = {
  detail: run,
  strokeWidth: { condition: { test: 'hovered === datum.run', value: 2.6 }, value: 1.5 },
};

function ruleLayers({ rule }: Panel, { accent }: Theme): Extract<PanelSpec, { layer: unknown }>['layer'] {
  if (rule === undefined) return [];
  const data = { values: [{ value: rule.value, label: rule.label }] };
  const y = { field: 'value', type: 'quantitative' } as const;
  return [
    { data, mark: { type: 'rule', color: accent, strokeDash: [5, 3] }, encoding: { y } },
    {
      data,
      mark: { type: 'text', color: accent, align: 'left', x: 4, dy: -6, fontSize: 11.5 },
      encoding: { y, text: { field: 'label', type: 'nominal' } },
    },
  ];
}
