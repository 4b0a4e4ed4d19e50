import type { RunDescription } from '../../../artifacts/run-description.ts';
import type { RunInput } from './inputs.ts';
import type { PlannedExperiment } from './report-settings.ts';

/** What the report says once of all runs of an experiment. */
const shared = [
  'criterion',
  'reduction',
  'stopLoss',
  'dataset',
  'datasetTitle',
  'network',
  'precision',
] as const;

/**
 * Holds the plan of the report against the runs that it collects.
 * @returns the experiments whose analysed runs the report leaves out, since the plan does not name them
 * @throws {RangeError} where the plan says of an experiment what its runs are not, where its runs are not of one kind, or where no run is of any experiment
 */
export function checkExperiments(planned: readonly PlannedExperiment[], runs: readonly RunInput[]): string[] {
  for (const experiment of planned) {
    const own = runs.filter(({ description }) => description.experiment === experiment.id);
    const [first] = own;
    if (first === undefined) continue;
    for (const name of ['criterion', 'stopLoss'] as const) {
      const found = first.description[name];
      if (found !== experiment[name])
        throw new RangeError(
          `with.experiments says that the ${name} of ${experiment.id} is ${experiment[name]}, its run ${first.id} was trained with ${found}: give both stages the same`,
        );
    }
    for (const run of own) {
      const name = shared.find((key) => textOf(run, key) !== textOf(first, key));
      if (name !== undefined)
        throw new RangeError(
          `the runs ${first.id} and ${run.id} are of one experiment and differ in ${name} (${textOf(first, name)}, ${textOf(run, name)}), ` +
            'expected runs that differ in size and seeds alone: give them different experiments (with.experiment)',
        );
    }
  }
  // What is trained at the edge of stability is in no experiment, and is not analysed.
  const analysed = runs.filter(({ analysis }) => analysis !== undefined);
  const isPlanned = ({ description }: RunInput): boolean =>
    planned.some(({ id }) => id === description.experiment);
  const others = analysed.filter((run) => !isPlanned(run)).map(({ description }) => description.experiment);
  const leftOut = [...new Set(others)];
  if (analysed.length === 0 || runs.some(isPlanned)) return leftOut;
  throw new RangeError(
    `none of the ${runs.length} runs is of an experiment that with.experiments names (${planned.map(({ id }) => id).join(', ')}), ` +
      `they are of ${leftOut.join(', ')}: correct the names`,
  );
}

function textOf({ description }: RunInput, key: keyof RunDescription): string {
  return JSON.stringify(description[key] ?? null);
}
