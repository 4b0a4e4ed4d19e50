import type { TopLevelSpec } from 'vega-lite';
import { factors } from '../data/tables/factors.ts';
import { growthEnd, growthEndText } from '../data/tables/growth-end.ts';
import type { GrowthRibbons } from '../data/tables/growth-ribbons.ts';
import { paperBounds } from '../paper/numbers.ts';
import type { FigureOptions } from './curve-figure.ts';
import { figureConfig } from './theme.ts';

type ConcatSpec = Extract<TopLevelSpec, { concat: unknown }>;

/** The five factors with what the paper says of their growth; the alignment, which carries the argument, first. */
const panels = [
  { factor: 'jacobianAlignment', paper: paperBounds.jacobianAlignmentGrowth, words: 'up to' },
  { factor: 'jacobianNorms', paper: paperBounds.jacobianProductGrowth, words: 'at most' },
  { factor: 'outputNorm', paper: paperBounds.outputNormGrowth, words: 'at most' },
  { factor: 'activationRatios', paper: paperBounds.activationProductGrowth, words: 'at most' },
  { factor: 'chiAlignment', paper: paperBounds.chiAlignmentGrowth, words: 'at most' },
] as const;

/** Labelled growth: of what falls, too. */
const ticks = [-3, -2, -1, 0, 1, 2].flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)));

/** Room between the panels, in pixels: they share their scale, so that one axis is enough. */
export const growthSpacing = 18;

/** How many panels the figure has. */
export const growthPanels = panels.length;

/** The figure in words: every panel with where it ends. */
export function growthWords(growth: GrowthRibbons): string {
  return panels
    .map(({ factor }) => `${factors[factor].title} ${growthEndText(growthEnd(growth, factor))}`)
    .join(', ');
}

/**
 * The five components of E‖Δ^1‖² on one shared logarithmic scale: the median over the seeds of each size and a ribbon from the
 * fewest to the most, with the paper's largest growth dashed.
 */
export function growthFigure(
  growth: GrowthRibbons,
  {
    columns,
    width,
    height,
    theme,
    colours,
    legend,
  }: Pick<FigureOptions, 'columns' | 'width' | 'height' | 'theme' | 'colours' | 'legend'>,
): TopLevelSpec {
  const { parts, ribbons } = growth;
  const low = Math.min(...ribbons.flatMap((ribbon) => ribbon.low)) * 0.85;
  const most = Math.max(paperBounds.jacobianAlignmentGrowth, ...ribbons.flatMap((ribbon) => ribbon.high));
  // A twelfth of the height above the highest line: room for its words, which else push the title of their panel up.
  const high = most * (most / low) ** (1 / 11);
  const y = (field: string, first: boolean) =>
    ({
      field,
      type: 'quantitative',
      // Short: Vega takes a title for wider than it is, and what reaches above the panel pushes the panel's own title up.
      title: first ? 'Growth (log)' : null,
      scale: { type: 'log', domain: [low, high] as number[], nice: false },
      axis: {
        // The uppermost label would reach above the panel, too.
        values: ticks.filter((value) => value > low && value < high * (low / high) ** 0.04),
        format: '~g',
        labels: first,
        ticks: first,
        domain: first,
      },
    }) as const;
  const x = {
    field: 'part',
    type: 'quantitative',
    title: 'Training →',
    scale: { domain: [0, 1] as number[], nice: false },
    axis: {
      values: [0, 1] as number[],
      labelExpr: "datum.value === 0 ? 'start' : 'end'",
      labelFlush: true,
      ticks: false,
    },
  } as const;
  const color = {
    field: 'size',
    type: 'ordinal',
    scale: { domain: [...colours.sizes], range: [...colours.range] },
    legend: legend
      ? {
          title: 'Dataset size D',
          orient: 'bottom',
          direction: 'horizontal',
          symbolType: 'stroke',
          symbolOpacity: 1,
          values: [...new Set(ribbons.map(({ size }) => size))],
        }
      : null,
  } as const;
  const faded = (shown: number) => ({
    condition: { test: 'isolatedSize === null || isolatedSize === datum.size', value: shown },
    value: shown / 8,
  });
  const concat = panels.map(({ factor, paper, words }, index): ConcatSpec['concat'][number] => {
    const first = index % columns === 0;
    const values = ribbons
      .filter((ribbon) => ribbon.factor === factor)
      .flatMap((ribbon) =>
        parts.map((part, at) => ({
          size: ribbon.size,
          part,
          low: ribbon.low[at],
          mid: ribbon.mid[at],
          high: ribbon.high[at],
        })),
      );
    const rule = { values: [{ paper, label: `paper: ${words} ×${paper}` }] };
    return {
      title: {
        text: factors[factor].title,
        color: index === 0 ? theme.accent : theme.ink,
        fontSize: 13,
        subtitle: growthEndText(growthEnd(growth, factor)),
        subtitleColor: theme.ink,
        subtitleFontSize: 12,
      },
      width,
      height,
      data: { values },
      layer: [
        {
          mark: { type: 'area', clip: true },
          encoding: { x, y: y('low', first), y2: { field: 'high' }, color, opacity: faded(0.22) },
        },
        {
          mark: { type: 'line', strokeWidth: 2, clip: true },
          encoding: { x, y: y('mid', first), color, opacity: faded(1) },
        },
        {
          data: rule,
          mark: { type: 'rule', color: theme.muted, strokeDash: [4, 3] },
          encoding: { y: y('paper', first) },
        },
        {
          data: rule,
          mark: { type: 'text', color: theme.muted, align: 'left', x: 4, dy: -7, fontSize: 11 },
          encoding: { y: y('paper', first), text: { field: 'label', type: 'nominal' } },
        },
      ],
    };
  });
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    params: ['isolated', 'isolatedSize', 'hovered'].map((name) => ({ name, value: null })),
    columns,
    bounds: 'flush',
    spacing: { row: 84, column: growthSpacing },
    concat,
    config: figureConfig(theme),
    padding: 2,
  };
}
