import type { FigureFamily } from './panel.ts';

/** Figures 4 and 19 to 22. */
export const components: FigureFamily = {
  id: 'components',
  table: 'snapshots',
  columns: 3,
  caption: String.raw`Change of the five components of $\mathbb{E}\|\Delta^1\|^2$ (Eq. 7) since the first analysed snapshot: $\Pi_\chi^1$, $P_{\chi,\Delta/\chi}^1$, $\Pi_J^1$, $P_{\Delta,J}^1$ and $\mathbb{E}\|\Delta^L\|^2$`,
  description:
    'Growth factor of each of the five components of the squared norm of the first layer over training',
  panels: () => [
    { field: 'activation_ratio_product_change', title: 'Activation ratios, Π of χ' },
    { field: 'chi_alignment_product_change', title: 'Their alignment, P of χ, Δ/χ' },
    { field: 'jacobian_norm_product_change', title: 'Jacobian norms, Π of J' },
    { field: 'jacobian_alignment_product_change', title: 'Jacobian alignment, P of Δ, J' },
    { field: 'output_norm_change', title: 'Output term, E‖Δ‖² of layer L' },
  ],
};
