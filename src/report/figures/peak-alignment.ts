import type { TopLevelSpec } from 'vega-lite';
import { panelSpacing, type FigureOptions } from './curve-figure.ts';
import { logAxis } from './vega/log-axis.ts';
import { figureConfig } from './theme.ts';

/** The peaks of one experiment's runs, with the law fitted to them and the paper's. */
export interface PeakPanel {
  experiment?: string;
  dataset: string;
  points: readonly { size: number; networkSeed: number; subsetSeed: number; peakAlignment: number }[];
  /** The fitted law with its bootstrap band, by size. */
  band: readonly { size: number; value: number; low: number; high: number }[];
  paper?: { coefficient: number; exponent: number };
  /** The sizes that the paper ran: its law is drawn over these only. */
  paperSizes?: readonly number[];
}

type ConcatSpec = Extract<TopLevelSpec, { concat: unknown }>;

/** Peak alignment against dataset size on log axes: the runs, the fitted law with its band, and the paper's law. */
export function peakAlignmentFigure(
  rows: readonly { row: PeakPanel; title: string }[],
  options: Omit<FigureOptions, 'data' | 'x' | 'y' | 'filter' | 'runs' | 'paths'>,
): TopLevelSpec {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    params: [
      { name: 'isolated', value: null },
      { name: 'isolatedSize', value: null },
      { name: 'hovered', value: null },
    ],
    columns: options.columns,
    bounds: 'flush',
    spacing: { ...panelSpacing, column: panelSpacing.column + 10 },
    concat: rows.map(({ row, title }) => panel(row, title, options)),
    config: figureConfig(options.theme),
    padding: 2,
  };
}

function panel(
  row: PeakPanel,
  title: string,
  { width, height, theme, colours, legend }: Parameters<typeof peakAlignmentFigure>[1],
): ConcatSpec['concat'][number] {
  const points = row.points.map(({ size, networkSeed, subsetSeed, peakAlignment }) => ({
    run: `${row.experiment ?? row.dataset}/${size}/${networkSeed}/${subsetSeed}`,
    size,
    peak: peakAlignment,
  }));
  const { paper, paperSizes = [] } = row;
  const sizes = points.map(({ size }) => size);
  const paperLine =
    paper === undefined
      ? []
      : paperSizes.map((size) => ({ size, peak: paper.coefficient * size ** paper.exponent }));
  const names = [
    ...row.band.slice(-1).map(({ size, value }) => ({ size, peak: value, name: 'this run' })),
    ...paperLine.slice(-1).map((end) => ({ ...end, name: 'paper' })),
  ];
  const ticks = [...new Set([...sizes, ...paperSizes])].sort((a, b) => a - b);
  const x = {
    field: 'size',
    type: 'quantitative',
    title: 'Dataset size D',
    scale: { type: 'log', nice: false, padding: 14 },
    axis: { values: ticks, format: 'd', grid: false, labelOverlap: true },
  } as const;
  const y = (field: string) =>
    ({
      field,
      type: 'quantitative',
      title: 'Peak alignment',
      scale: { type: 'log', nice: false, padding: 16 },
      axis: logAxis,
    }) as const;
  return {
    title,
    width,
    height,
    layer: [
      {
        data: { values: row.band.map(({ size, low, high }) => ({ size, low, high })) },
        mark: { type: 'area', color: theme.muted, opacity: 0.18 },
        encoding: { x, y: y('low'), y2: { field: 'high' } },
      },
      {
        data: { values: row.band.map(({ size, value }) => ({ size, peak: value })) },
        mark: { type: 'line', color: theme.ink, strokeWidth: 1.4 },
        encoding: { x, y: y('peak') },
      },
      {
        data: { values: paperLine },
        mark: { type: 'line', color: theme.accent, strokeWidth: 1.4, strokeDash: [5, 3] },
        encoding: { x, y: y('peak') },
      },
      {
        data: { values: names },
        mark: { type: 'text', align: 'right', dy: -9, fontSize: 11 },
        encoding: {
          x,
          y: y('peak'),
          text: { field: 'name', type: 'nominal' },
          color: { condition: { test: "datum.name === 'paper'", value: theme.accent }, value: theme.ink },
        },
      },
      {
        data: { values: points },
        mark: { type: 'point', filled: true, size: 42, opacity: 0.85 },
        encoding: {
          x,
          y: y('peak'),
          color: {
            field: 'size',
            type: 'ordinal',
            scale: { domain: [...colours.sizes], range: [...colours.range] },
            legend: legend ? { title: 'Dataset size D', orient: 'bottom', direction: 'horizontal' } : null,
          },
          opacity: {
            condition: { test: 'isolated === null || isolated === datum.run', value: 0.85 },
            value: 0.12,
          },
          size: { condition: { test: 'hovered === datum.run', value: 110 }, value: 42 },
        },
      },
    ],
  };
}
