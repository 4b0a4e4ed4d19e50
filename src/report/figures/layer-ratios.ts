import type { FigureFamily } from './panel.ts';

function layers(field: string): FigureFamily['panels'] {
  return (depth) =>
    Array.from({ length: depth - 1 }, (_, index) => ({
      field: `${field}_${index + 1}`,
      title: `i = ${index + 1}`,
    }));
}

/** Figures 23 to 27. */
export const activationRatios: FigureFamily = {
  id: 'activation-ratios',
  table: 'snapshots',
  columns: 3,
  shared: true,
  caption: String.raw`Mean squared activation ratios $\mathbb{E}(\chi^i)^2$`,
  description: 'Mean squared activation ratio of layers 1 to 5 over training',
  panels: layers('activation_ratio'),
};

/** Figures 28 to 32. */
export const chiAlignment: FigureFamily = {
  id: 'chi-alignment',
  table: 'snapshots',
  columns: 3,
  shared: true,
  caption: String.raw`Alignment ratios $r(\chi^i,\Delta^i/\chi^i)$`,
  description: 'Alignment ratio of the activation ratio and the rest of Δ, layers 1 to 5, over training',
  panels: layers('chi_alignment'),
};

/** Figures 33 to 37. */
export const jacobianNorms: FigureFamily = {
  id: 'jacobian-norms',
  table: 'snapshots',
  columns: 3,
  shared: true,
  caption: String.raw`Mean squared norms of the layerwise Jacobians $J^i=\partial\hat{x}^{i+1}/\partial\hat{x}^i$`,
  description: 'Mean squared norm of the layerwise Jacobian of layers 1 to 5 over training',
  panels: layers('jacobian_norm'),
};

/** Figures 38 to 42. */
export const jacobianAlignment: FigureFamily = {
  id: 'jacobian-alignment',
  table: 'snapshots',
  columns: 3,
  shared: true,
  caption: String.raw`Alignment ratios $r(\Delta^{i+1},J^i)$ of the upper layers with the layerwise Jacobians`,
  description:
    'Alignment ratio of Δ of the next layer and the layerwise Jacobian, layers 1 to 5, over training',
  panels: layers('jacobian_alignment'),
};
