import type { RunInput } from '../inputs/inputs.ts';
import type { TrainingHistory } from '../inputs/training-history.ts';

/** Column names of the training curves and where each comes from. */
export const curveColumns: readonly { name: string; meaning: string; source: keyof TrainingHistory }[] = [
  { name: 'iteration', meaning: 'iteration', source: 'iteration' },
  { name: 'time', meaning: 'flow time t', source: 'time' },
  { name: 'loss', meaning: 'training loss', source: 'loss' },
  { name: 'sharpness', meaning: 'λ_1 of the loss Hessian, signed, by magnitude', source: 'sharpness' },
  { name: 'limit_eigenvalue', meaning: 'λ_{k+1}, which limits the step', source: 'limitEigenvalue' },
  { name: 'step_size', meaning: 'Δt', source: 'stepSize' },
  { name: 'residual', meaning: 'largest relative residual of the eigenpairs', source: 'residual' },
  { name: 'error_estimate', meaning: 'estimated local error of the step', source: 'errorEstimate' },
];

/** Rows a run keeps in the page; the exported tables hold all of them. */
const curveRows = 120;

/** Positions of at most `rows` of `length` entries, evenly spread, first and last among them. */
export function thinned(length: number, rows: number): number[] {
  if (length <= rows) return Array.from({ length }, (_, index) => index);
  return Array.from({ length: rows }, (_, index) => Math.round((index * (length - 1)) / (rows - 1)));
}

/** Training curves of the runs of one experiment, thinned, stored by columns; not finite entries are absent. */
export interface CurveTable {
  /** Position of the row's run among `runs`. */
  run: number[];
  runs: string[];
  columns: Record<string, (number | undefined)[]>;
}

/** Thins the recorded history of every run to `rows` rows. */
export function curveTable(runs: readonly RunInput[], rows = curveRows): CurveTable {
  const table: CurveTable = {
    run: [],
    runs: runs.map(({ id }) => id),
    columns: Object.fromEntries(curveColumns.map(({ name }) => [name, []])),
  };
  for (const [index, { history }] of runs.entries())
    for (const row of thinned(history.iteration.length, rows)) {
      table.run.push(index);
      for (const { name, source } of curveColumns) {
        const value = history[source][row]!;
        table.columns[name]!.push(Number.isFinite(value) ? value : undefined);
      }
    }
  return table;
}
