import type { FigureFamily } from './panel.ts';

/** Figures 2 and 10 to 13. */
export const overlap: FigureFamily = {
  id: 'overlap',
  table: 'snapshots',
  columns: 2,
  caption: String.raw`Overlap ratio $\rho(K)$ and mean squared norm $\mathbb{E}\|K\|^2$, whose product is the sharpness of $G$`,
  description: 'Overlap ratio of K and mean squared norm of K over training',
  panels: () => [
    { field: 'overlap_ratio', title: 'ρ(K)' },
    { field: 'norm_k', title: 'E‖K‖²' },
  ],
};
