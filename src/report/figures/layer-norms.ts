import type { FigureFamily } from './panel.ts';

function panel(layer: number) {
  return { field: `norm_delta_${layer}`, title: `i = ${layer}` };
}

/** Figure 3: every second layer. */
export const selectedLayerNorms: FigureFamily = {
  id: 'selected-layer-norms',
  table: 'snapshots',
  columns: 3,
  shared: true,
  caption: String.raw`Mean squared norm $\mathbb{E}\|K^i\|^2$ of layers $i=1,3,5$`,
  description: 'Mean squared norm of the first, third and fifth layer component of K over training',
  panels: (depth) => [1, 3, 5].filter((layer) => layer <= depth).map(panel),
};

/** Figures 14 to 18: all layers. */
export const layerNorms: FigureFamily = {
  id: 'layer-norms',
  table: 'snapshots',
  columns: 3,
  shared: true,
  caption: String.raw`Mean squared norm $\mathbb{E}\|K^i\|^2=\mathbb{E}\|\Delta^i\|^2$ of every layer`,
  description: 'Mean squared norm of the component of K of every layer over training',
  panels: (depth) => Array.from({ length: depth }, (_, index) => panel(index + 1)),
};
