import type { RunAlignment } from '../../../artifacts/alignment.ts';
import { afterTransient } from '../../../numerics/statistics/transient.ts';
import type { RunInput } from '../inputs/inputs.ts';

/** The run whose alignment is pictured, with what its analysis drew of a few samples. */
export type PicturedRun = Pick<RunAlignment, 'classes' | 'snapshots'> & { run: string };

/**
 * Of the runs of an experiment that have pictures of two snapshots after the transient, the one of the largest dataset, and of those
 * the one with the smallest seeds.
 */
export function picturedRun(
  runs: readonly RunInput[],
  experiment: string | undefined,
  ignoreBefore: number,
): PicturedRun | undefined {
  const pictured = runs
    .filter(({ description }) => description.experiment === experiment)
    .filter(({ alignment }) => afterTransient(alignment?.snapshots ?? [], ignoreBefore).length >= 2)
    .sort((a, b) => b.description.size - a.description.size || (a.id < b.id ? -1 : 1));
  const [first] = pictured;
  if (first?.alignment === undefined) return undefined;
  const { classes, snapshots } = first.alignment;
  return { run: first.id, classes, snapshots };
}
