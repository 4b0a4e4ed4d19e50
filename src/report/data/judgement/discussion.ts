import type { PlannedExperiment } from '../inputs/report-settings.ts';
import type { RunInput } from '../inputs/inputs.ts';
import { quantityList, type Quantity } from './quantities.ts';
import { analysedSnapshots } from '../inputs/snapshots.ts';

/** An extreme over runs, and the run that has it. */
export interface Extreme {
  value: number;
  run: string;
}

/** One row of the discussion table: a quantity of section 5, its extreme in each experiment and over all. */
export interface DiscussionRow {
  quantity: string;
  /** By experiment id; an experiment without analysed runs is absent. */
  experiments: Record<string, Extreme>;
  overall?: Extreme;
}

/** The discussion table: every quantity of section 5 over the analysed runs. */
export function discussionRows(
  runs: readonly RunInput[],
  experiments: readonly PlannedExperiment[],
  ignoreBefore: number,
): DiscussionRow[] {
  return quantityList.map((quantity) => {
    const row: DiscussionRow = { quantity: quantity.id, experiments: {} };
    for (const { id } of experiments) {
      const extreme = extremeOver(
        quantity,
        runs.filter((run) => run.description.experiment === id),
        ignoreBefore,
      );
      if (extreme !== undefined) row.experiments[id] = extreme;
    }
    const overall = pick(quantity, Object.values(row.experiments));
    if (overall !== undefined) row.overall = overall;
    return row;
  });
}

/** The extreme of a quantity over runs; `undefined` where none of them is analysed. */
export function extremeOver(
  quantity: Quantity,
  runs: readonly RunInput[],
  ignoreBefore: number,
): Extreme | undefined {
  const measured = runs.flatMap((run) => {
    const snapshots = analysedSnapshots(run, ignoreBefore);
    return snapshots.length === 0 ? [] : [{ value: quantity.read(snapshots), run: run.id }];
  });
  return pick(quantity, measured);
}

function pick({ extreme }: Quantity, candidates: readonly Extreme[]): Extreme | undefined {
  const sign = extreme === 'largest' ? 1 : -1;
  return candidates.reduce<Extreme | undefined>(
    (best, next) => (best === undefined || sign * next.value > sign * best.value ? next : best),
    undefined,
  );
}
