import { solverName } from '../../../artifacts/solver-settings.ts';
import { experimentTitle } from '../../paper/experiment-title.ts';
import { paperNetwork, paperStopLoss } from '../../paper/numbers.ts';
import type { ExperimentRow } from './experiment-rows.ts';

/** A way in which an experiment was not run as the paper ran it. */
export interface Departure {
  /** In full, for the list of departures. */
  text: string;
  /** In a word or two, where the numbers of such an experiment are not comparable with the paper's; absent where they are. */
  decisive?: string;
}

/** Where this run departs from what the paper ran, in sentences; empty for a full re-creation. */
export function deviations(rows: readonly ExperimentRow[]): string[] {
  return rows.flatMap((row) => {
    const name = experimentTitle(row);
    if (row.replaces !== undefined)
      return [`${name}: trained in the place of ${row.replaces}; not among the paper’s experiments.`];
    if (row.paper === undefined) {
      const descended = row.solver !== undefined && solverName(row.solver) === 'gradient-descent';
      return [
        `${name}: ${descended ? 'trained by gradient descent; ' : ''}not among the paper’s experiments.`,
      ];
    }
    if (row.id === undefined) return [`${name}: not run; the paper trained ${row.paper.runs} networks.`];
    const parts = departures(row).map(({ text }) => text);
    return parts.length > 0 ? [`${name}: ${parts.join('; ')}.`] : [];
  });
}

/** The departures of an experiment of the paper that was run. */
export function departures(row: ExperimentRow): Departure[] {
  const { network, paper, sizes } = row;
  const found: Departure[] = [];
  const note = (applies: boolean, text: string, decisive?: string) => {
    if (applies) found.push(decisive === undefined ? { text } : { text, decisive });
  };
  const paperSizes = paper?.sizes ?? [];
  const foreign = sizes.some((size) => !paperSizes.includes(size));
  note(
    sizes.join() !== paperSizes.join(),
    `dataset sizes ${sizes.join(', ')} instead of ${paperSizes.join(', ')}`,
    foreign ? 'other dataset sizes' : undefined,
  );
  note(row.planned !== paper?.runs, `${row.planned} planned runs instead of ${paper?.runs ?? 0}`);
  for (const side of ['width', 'depth'] as const) {
    const text = `${side} ${network?.[side] ?? '?'} instead of ${paperNetwork[side]}`;
    note(network !== undefined && network[side] !== paperNetwork[side], text, text);
  }
  const stop = paperStopLoss[row.criterion];
  const until = `training until loss ${row.stopLoss ?? '?'} instead of ${stop}`;
  note(row.stopLoss !== stop, until, 'another stop loss');
  const solver = solverWords(row);
  note(solver !== undefined, `trained by ${solver ?? ''} instead of exponential Euler`);
  note(row.reduction === 'mean', 'MSE divided by the number of outputs', 'another MSE');
  note(row.precision === 'float32', '32-bit instead of 64-bit numbers');
  note(row.finished < row.planned, `${row.planned - row.finished} of ${row.planned} runs missing`);
  note(
    row.converged < row.finished,
    `${row.finished - row.converged} of ${row.finished} runs stopped at the iteration limit`,
  );
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
