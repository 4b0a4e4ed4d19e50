import { solverName } from '../../../artifacts/solver-settings.ts';
import type { ExperimentRow } from './experiment-rows.ts';
import { paperNetwork } from '../../paper/numbers.ts';

/** Where this run departs from what the paper ran, in sentences; empty for a full re-creation. */
export function deviations(rows: readonly ExperimentRow[]): string[] {
  const found: string[] = [];
  for (const row of rows) {
    const name = `${row.datasetTitle}, ${row.criterion === 'mse' ? 'MSE' : 'cross-entropy'}`;
    if (row.paper === undefined) {
      found.push(`${name}: not among the paper’s experiments.`);
      continue;
    }
    if (row.id === undefined) {
      found.push(`${name}: not run; the paper trained ${row.paper.runs} networks.`);
      continue;
    }
    const parts: string[] = [];
    if (row.sizes.join() !== row.paper.sizes.join())
      parts.push(`dataset sizes ${row.sizes.join(', ')} instead of ${row.paper.sizes.join(', ')}`);
    if (row.planned !== row.paper.runs)
      parts.push(`${row.planned} planned runs instead of ${row.paper.runs}`);
    if (row.network !== undefined && row.network.width !== paperNetwork.width)
      parts.push(`width ${row.network.width} instead of ${paperNetwork.width}`);
    if (row.network !== undefined && row.network.depth !== paperNetwork.depth)
      parts.push(`depth ${row.network.depth} instead of ${paperNetwork.depth}`);
    const stop = row.criterion === 'mse' ? 0.02 : 0.01;
    if (row.stopLoss !== stop) parts.push(`training until loss ${row.stopLoss!} instead of ${stop}`);
    const solver = solverWords(row);
    if (solver !== undefined) parts.push(`trained by ${solver} instead of exponential Euler`);
    if (row.reduction === 'mean') parts.push('MSE divided by the number of outputs');
    if (row.precision === 'float32') parts.push('32-bit instead of 64-bit numbers');
    if (row.finished < row.planned)
      parts.push(`${row.planned - row.finished} of ${row.planned} runs missing`);
    if (row.converged < row.finished)
      parts.push(`${row.finished - row.converged} of ${row.finished} runs stopped at the iteration limit`);
    if (parts.length > 0) found.push(`${name}: ${parts.join('; ')}.`);
  }
  return found;
}

/** The method that trained an experiment in words, where it is not the paper's. */
export function solverWords({ solver }: Pick<ExperimentRow, 'solver'>): string | undefined {
  if (solver === undefined) return undefined;
  switch (solverName(solver)) {
    case 'exponential-euler':
      return undefined;
    case 'stabilized-rk':
      return 'a stabilised Runge–Kutta method';
    case 'gradient-descent':
      return 'gradient descent with a fixed learning rate';
    case 'dormand-prince':
      return 'an error-controlled fifth-order Runge–Kutta method';
  }
}
