import type { TopLevelSpec } from 'vega-lite';
import type { EdgeCurve, EdgePair } from '../../data/rows/edge-pairs.ts';
import type { FigureOptions } from '../curve-figure.ts';
import { logAxis } from '../vega/log-axis.ts';
import { figureConfig } from '../theme.ts';

type ConcatSpec = Extract<TopLevelSpec, { concat: unknown }>;

const names = { flow: 'gradient flow', descent: 'gradient descent' } as const;

/** Loss and λ_1 of both trainings over flow time, and the line 2/η. */
export function edgePairFigure(
  { flow, descent, edge }: EdgePair,
  { columns, width, height, theme }: Pick<FigureOptions, 'columns' | 'width' | 'height' | 'theme'>,
): TopLevelSpec {
  const values = [...curve(flow, names.flow), ...curve(descent, names.descent)];
  const x = {
    field: 'time',
    type: 'quantitative',
    title: 'Flow time t (gradient descent: iterations × η)',
    scale: { nice: false },
    axis: { tickCount: 5 },
  } as const;
  const color = {
    field: 'method',
    type: 'nominal',
    scale: { domain: [names.flow, names.descent] as string[], range: [theme.second, theme.accent] },
    legend: { title: null, orient: 'top', symbolType: 'stroke' },
  } as const;
  const line = { type: 'line', clip: true, strokeWidth: 1.4 } as const;
  const rule = { values: [{ edge, label: `2/η = ${Number(edge.toPrecision(4))}` }] };
  const concat: ConcatSpec['concat'] = [
    {
      title: 'Training loss',
      width,
      height,
      mark: line,
      encoding: {
        x,
        y: {
          field: 'loss',
          type: 'quantitative',
          title: null,
          scale: { type: 'log', nice: false, padding: 6 },
          axis: logAxis,
        },
        color,
      },
    },
    {
      title: 'Sharpness: largest eigenvalue λ',
      width,
      height,
      layer: [
        {
          mark: line,
          encoding: {
            x,
            y: {
              field: 'sharpness',
              type: 'quantitative',
              title: null,
              scale: { zero: false, nice: false, padding: 6 },
              axis: { tickCount: 5 },
            },
            color,
          },
        },
        {
          data: rule,
          mark: { type: 'rule', color: theme.ink, strokeDash: [5, 3] },
          encoding: { y: { field: 'edge', type: 'quantitative' } },
        },
        {
          data: rule,
          mark: {
            type: 'text',
            color: theme.ink,
            align: 'right',
            x: 'width',
            dx: -4,
            dy: 9,
            fontSize: 11.5,
          },
          encoding: { y: { field: 'edge', type: 'quantitative' }, text: { field: 'label', type: 'nominal' } },
        },
      ],
    },
  ];
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    data: { values },
    params: ['isolated', 'isolatedSize', 'hovered'].map((name) => ({ name, value: null })),
    columns,
    bounds: 'flush',
    spacing: { row: 66, column: 62 },
    concat,
    resolve: { legend: { color: 'shared' } },
    config: figureConfig(theme),
    padding: 2,
  };
}

function curve({ time, loss, sharpness }: EdgeCurve, method: string) {
  return time.map((t, row) => ({ method, time: t, loss: loss[row], sharpness: sharpness[row] }));
}
