import type { TopLevelSpec } from 'vega-lite';
import type { LayerPicture } from '../../artifacts/alignment.ts';
import type { FigureOptions } from './curve-figure.ts';
import { figureConfig } from './theme.ts';

type ConcatSpec = Extract<TopLevelSpec, { concat: unknown }>;

/** One panel: how what Δ is sensitive to is spread over the singular directions of J. */
export interface PicturePanel extends Pick<LayerPicture, 'ratio' | 'sensitive' | 'random'> {
  title: string;
  /** Upper end of the axis of shares: the same for all snapshots of a panel. */
  top: number;
}

/** Room between the panels, in pixels. */
export const pictureSpacing = { row: 62, column: 34 };

/**
 * Panels of two histograms over the stretch σ_k²/σ_1²: of the direction that Δ is most sensitive to, and of a random one; a line marks r.
 */
export function alignmentFigure(
  panels: readonly PicturePanel[],
  { columns, width, height, theme }: Pick<FigureOptions, 'columns' | 'width' | 'height' | 'theme'>,
): TopLevelSpec {
  const concat = panels.map(
    ({ title, ratio, sensitive, random, top }, index): ConcatSpec['concat'][number] => {
      const bins = sensitive.length;
      const values = sensitive.map((share, bin) => ({
        from: bin / bins,
        to: (bin + 1) / bins,
        sensitive: share,
        random: random[bin],
      }));
      const x = {
        field: 'from',
        type: 'quantitative',
        title: index + columns >= panels.length ? 'Stretch by J (1: the most)' : null,
        scale: { domain: [0, 1] as number[], nice: false },
        axis: { values: [0, 0.5, 1] as number[], format: '~g', grid: false },
      } as const;
      const y = (field: string) =>
        ({
          field,
          type: 'quantitative',
          title: index % columns === 0 ? 'Share' : null,
          scale: { domain: [0, top] as number[], nice: false },
          axis: { tickCount: 3, format: '.0%' },
        }) as const;
      const mark = { values: [{ ratio, label: `r = ${ratio.toFixed(2)}` }] };
      const right = ratio > 0.6;
      return {
        title,
        width,
        height,
        data: { values },
        layer: [
          {
            mark: { type: 'bar', color: theme.muted, opacity: 0.35, binSpacing: 0, clip: true, aria: false },
            encoding: { x, x2: { field: 'to' }, y: y('random') },
          },
          {
            mark: { type: 'bar', color: theme.accent, opacity: 0.75, binSpacing: 3, clip: true, aria: false },
            encoding: { x, x2: { field: 'to' }, y: y('sensitive') },
          },
          {
            data: mark,
            mark: { type: 'rule', color: theme.ink, strokeDash: [4, 3], aria: false },
            encoding: { x: { ...x, field: 'ratio' } },
          },
          {
            data: mark,
            mark: {
              type: 'text',
              color: theme.ink,
              align: right ? 'right' : 'left',
              dx: right ? -5 : 5,
              y: 8,
              fontSize: 12,
              aria: false,
            },
            encoding: { x: { ...x, field: 'ratio' }, text: { field: 'label', type: 'nominal' } },
          },
        ],
      };
    },
  );
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
