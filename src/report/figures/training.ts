import { edgeOfStability } from '../../numerics/statistics/counterfactual.ts';
import type { FigureFamily } from './panel.ts';

/** The curves of one training: what the solver recorded at every iteration. */
export const training: FigureFamily = {
  id: 'training',
  table: 'curves',
  columns: 2,
  caption: String.raw`Training loss, sharpness $\lambda_1$, step $\Delta t$ and residual of the eigenpairs at every iteration`,
  description: 'Loss, sharpness, step size and eigenpair residual over one training',
  panels: () => [
    { field: 'loss', title: 'Training loss', scale: 'log' },
    { field: 'sharpness', title: 'Largest eigenvalue λ', scale: 'log' },
    { field: 'step_size', title: 'Step Δt', scale: 'linear' },
    { field: 'residual', title: 'Residual of the eigenpairs', scale: 'log' },
    { field: 'error_estimate', title: 'Estimated local error', scale: 'log' },
  ],
};

/** The trainings of one experiment against the edge of stability of gradient descent with learning rate η. */
export function edge(stepSize: number): FigureFamily {
  return {
    id: 'edge',
    table: 'curves',
    columns: 2,
    caption: String.raw`Largest eigenvalue $\lambda_1$ against the edge of stability $2/\eta$ of gradient descent, and $\lambda_{k+1}$, which sets the step wherever it exceeds $1/\eta$`,
    description: 'Largest eigenvalue and limiting eigenvalue of the loss Hessian at every iteration',
    panels: () => [
      {
        field: 'sharpness',
        title: 'Largest eigenvalue',
        scale: 'log',
        rule: { value: edgeOfStability(stepSize), label: '2/η' },
      },
      {
        field: 'limit_eigenvalue',
        title: 'Eigenvalue k + 1',
        scale: 'log',
        rule: { value: 1 / stepSize, label: '1/η' },
      },
    ],
  };
}
