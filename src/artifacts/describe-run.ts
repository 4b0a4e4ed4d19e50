import { runDescription } from './run-description.ts';
import type { RunDescription } from './run-description.ts';
import type { RunRecorder } from './run-recorder.ts';
import { stepsByEigenvalue } from './solver-settings.ts';

/** What was trained: the part of `run.json` that is known before the first iteration. */
export type TrainingDescription = Pick<
  RunDescription,
  | 'experiment'
  | 'dataset'
  | 'datasetTitle'
  | 'criterion'
  | 'reduction'
  | 'classes'
  | 'size'
  | 'networkSeed'
  | 'subsetSeed'
  | 'stopLoss'
  | 'network'
  | 'inputs'
  | 'compressedInputs'
  | 'precision'
  | 'solver'
>;

/** Describes a training that has ended, from its request and its recorded rows. */
export function describeRun(
  request: TrainingDescription,
  recorder: RunRecorder,
  status: RunDescription['status'],
): RunDescription {
  const { rows, counts } = recorder;
  const last = rows.at(-1)!;
  const products = rows.reduce((sum, row) => sum + row.blockProducts, 0);
  const steps = rows.slice(0, -1);
  const limited = stepsByEigenvalue(request.solver);
  return runDescription.parse({
    format: 1,
    ...request,
    status,
    iterations: last.iteration,
    time: last.time,
    loss: last.loss,
    blockProducts: Math.round(products),
    gradients: last.gradients ?? rows.length,
    ...(rows.some(({ stages }) => stages !== undefined) && {
      steps: rows.filter(({ stages }) => stages !== undefined && stages > 0).length,
    }),
    snapshots: counts.snapshots,
    negativeIterations: rows.filter((row) => row.eigenvalues[0]! < 0).length,
    limitedIterations: limited ? steps.filter((row) => row.stepSize < request.solver.maxStepSize).length : 0,
    audits: counts.audits,
    missedEigenvalues: counts.missedEigenvalues,
  } satisfies RunDescription);
}
