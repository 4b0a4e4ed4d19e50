import type { TopLevelSpec } from 'vega-lite';
import type { LayerPicture } from '../../../artifacts/alignment.ts';
import type { FigureOptions } from '../curve-figure.ts';
import { figureConfig } from '../theme.ts';

type ConcatSpec = Extract<TopLevelSpec, { concat: unknown }>;

/** One panel: how what Δ is sensitive to is spread over the singular directions of J. */
export interface PicturePanel extends Pick<LayerPicture, 'ratio' | 'sensitive' | 'random'> {
  title: string;
}

/** Room between the panels, in pixels. */
export const pictureSpacing = { row: 62, column: 26 };

/**
 * Panels of how much of a direction lies where J stretches by at least so much (σ_k²/σ_1²), for the direction that Δ is most sensitive to and for a
 * random one. The area under a curve is the mean stretch: r.
 */
export function alignmentFigure(
  panels: readonly PicturePanel[],
  { columns, width, height, theme }: Pick<FigureOptions, 'columns' | 'width' | 'height' | 'theme'>,
): TopLevelSpec {
  const concat = panels.map(({ title, ratio, sensitive, random }, index): ConcatSpec['concat'][number] => {
    const first = index % columns === 0;
    const [own, other] = [atLeast(sensitive), atLeast(random)];
    const values = own.map((share, edge) => ({
      stretch: edge / sensitive.length,
      sensitive: share,
      random: other[edge],
    }));
    const x = {
      field: 'stretch',
      type: 'quantitative',
      title: index + columns >= panels.length ? 'Stretch by J (1: the most)' : null,
      scale: { domain: [0, 1] as number[], nice: false },
      axis: { values: [0, 0.5, 1] as number[], format: '~g' },
    } as const;
    const y = (field: string) =>
      ({
        field,
        type: 'quantitative',
        title: first ? 'Share' : null,
        // Room above for r.
        scale: { domain: [0, 1.14] as number[], nice: false },
        axis: { values: [0, 0.5, 1] as number[], format: '.0%', labels: first, ticks: first },
      }) as const;
    const area = (color: string, opacity: number) => ({ type: 'area', color, opacity, clip: true }) as const;
    const stroke = (color: string, strokeWidth: number) =>
      ({ type: 'line', color, strokeWidth, clip: true }) as const;
    return {
      title,
      width,
      height,
      data: { values },
      layer: [
        { mark: area(theme.accent, 0.28), encoding: { x, y: y('sensitive') } },
        { mark: area(theme.muted, 0.3), encoding: { x, y: y('random') } },
        { mark: stroke(theme.muted, 1), encoding: { x, y: y('random') } },
        { mark: stroke(theme.accent, 2), encoding: { x, y: y('sensitive') } },
        {
          data: { values: [{ label: `r = ${ratio.toFixed(2)}` }] },
          mark: {
            type: 'text',
            color: theme.ink,
            align: 'right',
            x: 'width',
            y: 0,
            dx: -4,
            dy: 8,
            fontSize: 12.5,
            fontWeight: 600,
          },
          encoding: { text: { field: 'label', type: 'nominal' } },
        },
      ],
    };
  });
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    params: ['isolated', 'isolatedSize', 'hovered'].map((name) => ({ name, value: null })),
    columns,
    bounds: 'flush',
    spacing: pictureSpacing,
    concat,
    config: figureConfig(theme),
    padding: 2,
  };
}

/** Shares at or above the lower edge of each bin, and above all: [bins + 1]. */
function atLeast(shares: readonly number[]): number[] {
  const sums = [0];
  for (const share of [...shares].reverse()) sums.unshift(Math.min(1, sums[0]! + share));
  return sums;
}
