import { factors } from '../data/tables/factors.ts';
import type { FigureFamily } from './panel.ts';

/** Figures 4 and 19 to 22. */
export const components: FigureFamily = {
  id: 'components',
  table: 'snapshots',
  columns: 3,
  shared: true,
  caption: String.raw`Change of the five components of $\mathbb{E}\|\Delta^1\|^2$ (Eq. 7) since the first analysed snapshot, on one scale: activation ratios $\Pi_\chi^1$, their alignment $P_{\chi,\Delta/\chi}^1$, Jacobian norms $\Pi_J^1$, Jacobian alignment $P_{\Delta,J}^1$ and the output term $\mathbb{E}\|\Delta^L\|^2$`,
  description:
    'Growth factor of each of the five components of the squared norm of the first layer over training',
  panels: () =>
    Object.values(factors).map(({ name, title }) => ({ field: `${name}_change`, title, scale: 'log' })),
};
