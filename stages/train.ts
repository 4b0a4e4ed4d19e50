import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { describeRun } from '../src/artifacts/describe-run.ts';
import {
  criterionName,
  criterionOf,
  experimentName,
  networkSettings,
} from '../src/artifacts/run-description.ts';
import { RunRecorder } from '../src/artifacts/run-recorder.ts';
import { solverName, solverSettings } from '../src/artifacts/solver-settings.ts';
import { writeSubset } from '../src/artifacts/subset-file.ts';
import { readSubset } from '../src/datasets/read-dataset.ts';
import {
  architecture,
  layerBlocks,
  lowestLoss,
  prepareTraining,
  startTraining,
  trainingLoss,
  type TrainingProblem,
} from '../src/numerics/index.ts';
import { regularCheckpoint } from '../src/pipeline/stage/regular-checkpoint.ts';
import { defineStage } from '../src/pipeline/stage/stage.ts';
import { matrix } from '../src/tensors/matrix.ts';
import { backendName } from '../src/tensors/describe-backend.ts';
import { openBackend } from '../src/tensors/open-backend.ts';

const PROGRESS_EVERY_MS = 250;

const settings = z.strictObject({
  /** Which experiment the run belongs to, for the report. */
  experiment: experimentName,
  /** The loss. */
  criterion: criterionName,
  /** Sum or mean over the outputs of the MSE (reading R4). */
  reduction: z.enum(['sum', 'mean']).default('sum'),
  /** The training ends where the loss falls below this. */
  stopLoss: z.number().positive(),
  /** Training samples D. */
  size: z.int().positive(),
  /** Of the initial weights. */
  networkSeed: z.int(),
  /** Of the choice of the training samples (R18). */
  subsetSeed: z.int(),
  /** The network. */
  network: networkSettings,
  /** How the weights follow the gradient flow. */
  solver: solverSettings,
});

export default defineStage({
  name: 'train',
  description: 'Trains one network by integrating gradient flow, and keeps snapshots of its parameters.',
  params: settings,
  inputs: { dataset: 'one' },
  outputs: ['run.json', 'iterations.safetensors', 'subset.safetensors', 'snapshots'],
  async run(context) {
    const { params, output } = context;
    const { reduction, ...described } = params;
    const { size, stopLoss } = params;
    const subset = await readSubset(context.input('dataset').path, { size, seed: params.subsetSeed });
    const { classes, name: dataset, title: datasetTitle } = subset.description;
    const inputs = matrix(subset.inputs, size, subset.inputs.length / size);

    const ops = await openBackend(params.solver.backend);
    const { precision } = ops.backend;
    context.software('BLAS', backendName(ops.backend));
    const request = {
      ...params,
      labels: subset.labels,
      outputs: classes.length,
      inputs,
      criterion: criterionOf(params),
    };
    const { depth, width } = params.network;
    const network = architecture(inputs.columns, depth, width, classes.length);
    for (const remark of remarksOn({ ...request, network }, stopLoss, classes)) context.warn(remark);
    const { problem, parameters, basis } = await prepareTraining(ops, request);
    const compressedInputs = problem.inputs.columns;
    context.log(`${size} samples, ${inputs.columns} inputs in ${compressedInputs} columns`);
    writeSubset(output, { ...subset, inputs: problem.inputs, basis });

    const recorder = new RunRecorder(output);
    const folder = context.checkpoint.load();
    const saved = folder === undefined ? undefined : recorder.resume(folder);
    const choice = { ...params.solver, method: solverName(params.solver), stopLoss };
    const start = { parameters, seed: params.networkSeed, saved };
    const keep = regularCheckpoint(context);
    let shownAt = 0;
    for await (const { record, snapshot, audit, status, state } of startTraining(
      trainingLoss(ops, problem),
      choice,
      start,
    )) {
      recorder.add(record, snapshot && layerBlocks(problem.network, snapshot), audit);
      if (audit?.missed)
        context.log(
          `iteration ${record.iteration}: the audit found ${audit.missed} missed eigenvalue(s), repaired`,
        );
      if (status !== 'running') {
        const facts = { precision, dataset, datasetTitle, classes, inputs: inputs.columns, compressedInputs };
        const mse = params.criterion === 'mse' ? { reduction } : {};
        const run = describeRun({ ...described, ...facts, ...mse }, recorder, status);
        if (status === 'iteration-limit')
          context.warn(
            `stopped by solver.maxIterations (${params.solver.maxIterations}) at loss ${run.loss.toPrecision(3)}, expected ${stopLoss}: raise the limit to go on`,
          );
        recorder.finish();
        writeFileSync(join(output, 'run.json'), `${JSON.stringify(run, undefined, 2)}\n`);
        return { status, iterations: run.iterations, loss: run.loss, blockProducts: run.blockProducts };
      }
      if (performance.now() - shownAt > PROGRESS_EVERY_MS) {
        shownAt = performance.now();
        const marked = precision === 'float32' ? ', float32' : '';
        const message = `iteration ${Math.round(record.iteration)}, loss ${record.loss.toPrecision(3)} → ${stopLoss}${marked}`;
        context.progress({ fraction: recorder.fraction(stopLoss), message });
      }
      await keep((target) => {
        recorder.save(target, { ...state() });
      });
    }
    return undefined;
  },
});

/** What a subset makes of its training, which whoever waits for it should know. */
function remarksOn(problem: TrainingProblem, stopLoss: number, classes: readonly string[]): string[] {
  const present = new Set(problem.labels);
  const remarks: string[] = [];
  if (present.size === 1 && classes.length > 1 && problem.labels.length > 1)
    remarks.push(
      `all ${problem.labels.length} samples of the subset are of class ${classes[problem.labels[0]!]!}, so there is nothing to tell apart: take more samples, or another subset seed`,
    );
  const lowest = lowestLoss(problem);
  if (lowest >= stopLoss)
    remarks.push(
      `equal inputs have different labels, so the loss cannot fall below ${lowest.toPrecision(3)} and never reaches ${stopLoss}: ` +
        'remove such samples, or raise stopLoss',
    );
  return remarks;
}
