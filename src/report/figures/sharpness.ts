import type { FigureFamily } from './panel.ts';

/** Figures 1 and 6 to 9. */
export const sharpness: FigureFamily = {
  id: 'sharpness',
  table: 'snapshots',
  columns: 3,
  shared: true,
  // Not raw: the bundler could not write the dash in ASCII.
  caption:
    'Sharpness of the loss Hessian $\\mathcal{H}_\\theta\\tilde{\\mathcal{L}}$, of its residual part $H$, and of its Gauss–Newton part $G$, on one scale',
  description: 'Sharpness of the loss Hessian, of H and of G over training',
  panels: () => [
    { field: 'sharpness', title: 'Sharpness of the loss Hessian' },
    { field: 'residual_sharpness', title: 'Sharpness of H' },
    { field: 'gauss_newton_sharpness', title: 'Sharpness of G' },
  ],
};
