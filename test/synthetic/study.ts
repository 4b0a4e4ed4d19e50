import { solverSettings } from '../../src/artifacts/solver-settings.ts';
/**
 * A synthetic study for tests of the report: folders of the shapes that the stages write, filled with smooth made-up
 * curves from a fixed seed. Nothing here was trained or measured.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RunAnalysis, SnapshotAnalysis } from '../../src/artifacts/analysis.ts';
import type { DatasetDescription } from '../../src/artifacts/dataset.ts';
import type { PowerLawFit } from '../../src/artifacts/power-laws.ts';
import type { RunDescription } from '../../src/artifacts/run-description.ts';
import type { PlannedExperiment } from '../../src/report/data/inputs/report-settings.ts';
import type { ReportFolders } from '../../src/report/data/inputs/inputs.ts';
import { bootstrapPowerLaw } from '../../src/numerics/statistics/bootstrap.ts';
import { fitPowerLaw, powerLawObstacle } from '../../src/numerics/statistics/power-law.ts';
import { paperExperiments } from '../../src/report/paper/numbers.ts';
import { writeEdgeRuns } from './edge-runs.ts';
import { madeUpPictures } from './pictures.ts';
import { writeTensors } from '../../src/tensors/safetensors/safetensors.ts';

export interface StudyPlan {
  experiments: PlannedExperiment[];
  seeds: { network: number[]; subset: number[] };
  width: number;
  /** Iterations of a run at the smallest and the largest size of an experiment. */
  iterations: readonly [number, number];
  /** Runs that are not written at all, that stop at the iteration limit, and that have no analysis. */
  missing?: readonly string[];
  stopped?: readonly string[];
  unanalysed?: readonly string[];
  /** Whether there is a pair of trainings by gradient descent and along the flow. */
  edge?: boolean;
}

/** As many runs and sizes as the packaged profile `quick`. */
export const quickPlan: StudyPlan = {
  experiments: [
    {
      id: 'dice-cross-entropy',
      dataset: 'dice',
      criterion: 'cross-entropy',
      stopLoss: 0.05,
      sizes: [30, 60, 120],
    },
    {
      id: 'atrial-fibrillation-cross-entropy',
      dataset: 'atrial-fibrillation',
      criterion: 'cross-entropy',
      stopLoss: 0.01,
      sizes: [30, 60, 120],
    },
  ],
  seeds: { network: [0, 1], subset: [0, 1] },
  width: 32,
  iterations: [400, 900],
};

/** All of Table 1: 368 runs. */
export const fullPlan: StudyPlan = {
  experiments: paperExperiments.map(({ id, dataset, criterion, sizes }) => ({
    id,
    dataset,
    criterion,
    stopLoss: criterion === 'mse' ? 0.02 : 0.01,
    sizes: [...sizes],
  })),
  seeds: { network: [0, 1, 2, 3], subset: [0, 1, 2, 3] },
  width: 512,
  iterations: [900, 4800],
};

const depth = 6;
const outputs: Record<string, number> = { dice: 6, 'cifar-10': 10, 'atrial-fibrillation': 3, sst: 5 };

/** Writes the study's folders under `root`. */
export function writeStudy(root: string, plan: StudyPlan): ReportFolders {
  const folders = {
    datasets: [] as string[],
    runs: [] as string[],
    analyses: [] as string[],
    fits: [] as string[],
  };
  for (const name of new Set(plan.experiments.map(({ dataset }) => dataset)))
    folders.datasets.push(writeDataset(join(root, 'datasets', name), name));
  for (const [number, experiment] of plan.experiments.entries()) {
    const points: PowerLawFit['points'] = [];
    for (const [index, size] of experiment.sizes.entries())
      for (const networkSeed of plan.seeds.network)
        for (const subsetSeed of plan.seeds.subset) {
          const id = `${experiment.id}/${size}/${networkSeed}/${subsetSeed}`;
          if (plan.missing?.includes(id)) continue;
          const seed = 7919 * (number + 1) + 131 * index + 17 * networkSeed + subsetSeed;
          const made = makeRun(experiment, { size, networkSeed, subsetSeed, index, seed, id }, plan);
          const folder = join(root, 'runs', id.replaceAll('/', '-'));
          mkdirSync(folder, { recursive: true });
          writeJson(join(folder, 'run.json'), made.description);
          writeTensors(join(folder, 'iterations.safetensors'), made.history);
          folders.runs.push(folder);
          if (plan.unanalysed?.includes(id)) continue;
          const analysisFolder = join(root, 'analyses', id.replaceAll('/', '-'));
          mkdirSync(analysisFolder, { recursive: true });
          const analysis: RunAnalysis = {
            format: 1,
            run: made.description,
            snapshots: made.snapshots,
            saturated: [],
            audits: { searches: 0, missed: 0 },
          };
          writeJson(join(analysisFolder, 'analysis.json'), analysis);
          if (networkSeed === 0 && subsetSeed === 0)
            writeJson(
              join(analysisFolder, 'alignment.json'),
              madeUpPictures(made.description, made.snapshots),
            );
          folders.analyses.push(analysisFolder);
          const peakAlignment = Math.max(
            ...made.snapshots.filter((s) => s.iteration >= 10).map((s) => s.jacobianAlignmentProduct[0]!),
          );
          points.push({ size, networkSeed, subsetSeed, peakAlignment });
        }
    folders.fits.push(writeFit(join(root, 'fits', experiment.id), experiment.id, points));
  }
  if (plan.edge === true) folders.runs.push(...writeEdgeRuns(join(root, 'runs')));
  return folders;
}

interface RunPlace {
  size: number;
  networkSeed: number;
  subsetSeed: number;
  index: number;
  seed: number;
  id: string;
}

function makeRun(experiment: PlannedExperiment, place: RunPlace, plan: StudyPlan) {
  const random = randomNumbers(place.seed);
  const classes = outputs[experiment.dataset] ?? 3;
  const spread = experiment.sizes.length > 1 ? place.index / (experiment.sizes.length - 1) : 0;
  const [fewest, most] = plan.iterations;
  const stopped = plan.stopped?.includes(place.id) === true;
  const iterations = Math.round((fewest + (most - fewest) * spread) * (0.9 + 0.2 * random()));
  const alignmentGrowth = 3 + 6 * spread + 3 * random();
  const base = {
    chi: [0.35, 0.55, 0.7, 0.8, 0.9].map((value) => value * (0.95 + 0.1 * random())),
    chiAlignment: [1.02, 1.01, 1, 1.01, 0.99].map((value) => value * (0.99 + 0.02 * random())),
    jacobian: Array.from({ length: depth - 1 }, () => 5.4 + 0.6 * random()),
    alignment: Array.from({ length: depth - 1 }, () => 0.24 + 0.06 * random()),
    output: 900 * (0.8 + 0.4 * random()) * (experiment.dataset === 'atrial-fibrillation' ? 0.05 : 1),
    overlap: 0.32 + 0.1 * random(),
  };
  const wobble = random() * 6;
  const at = (iteration: number): SnapshotAnalysis => {
    const s = iteration / iterations;
    const rise = 1 - Math.exp(-4 * s);
    const ripple = 1 + 0.03 * Math.sin(wobble + 9 * s);
    const alignmentFactor = (1 + (alignmentGrowth - 1) * rise) ** (1 / (depth - 1));
    const chi = base.chi.map((value) => value * (1 - 0.08 * rise));
    const chiAlignment = base.chiAlignment.map((value) => value * (1 - 0.01 * rise));
    const jacobian = base.jacobian.map((value) => value * (1 + 0.12 * rise));
    const alignment = base.alignment.map((value) => value * alignmentFactor * ripple);
    const delta = [base.output * (1.3 - 1.1 * s)];
    for (let layer = depth - 2; layer >= 0; layer--)
      delta.unshift(delta[0]! * chi[layer]! * chiAlignment[layer]! * jacobian[layer]! * alignment[layer]!);
    const normK = delta.reduce((sum, value) => sum + value, 0) * 0.93;
    const overlap = base.overlap * (1 + 0.3 * rise) * ripple;
    const gaussNewton = overlap * normK;
    const loss = lossAt(s, classes, stopped ? experiment.stopLoss * 4 : experiment.stopLoss);
    const from = (values: number[]) => values.map((_, k) => values.slice(k).reduce((a, b) => a * b, 1));
    return {
      iteration,
      time: iteration * 0.0094,
      loss,
      hessian: { largest: gaussNewton * (1 + 0.02 * (1 - s)), smallest: -0.004 * gaussNewton },
      gaussNewton: { largest: gaussNewton },
      residual: {
        largest: 0.02 * gaussNewton * (1 - s) + 0.4,
        smallest: -0.018 * gaussNewton * (1 - s) - 0.4,
      },
      overlapRatio: overlap,
      meanSquaredNormK: normK,
      meanSquaredNormDelta: delta,
      meanSquaredActivationRatio: chi,
      alignmentRatioChi: chiAlignment,
      meanSquaredNormLayerwiseJacobian: jacobian,
      alignmentRatioDeltaJacobian: alignment,
      activationRatioProduct: from(chi),
      chiAlignmentProduct: from(chiAlignment),
      jacobianNormProduct: from(jacobian),
      jacobianAlignmentProduct: from(alignment),
      checks: { decomposition: 1e-13, split: 1e-12 },
    };
  };
  const marks = [0, 10];
  for (let iteration = 100; iteration < iterations; iteration += 100) marks.push(iteration);
  marks.push(iterations);
  const pairs = classes + 1;
  const column = (value: (row: number) => number) =>
    Float64Array.from({ length: iterations }, (_, row) => value(row));
  const states = Array.from({ length: iterations }, (_, row) => at(row));
  const history = {
    iteration: { shape: [iterations], values: Int32Array.from({ length: iterations }, (_, row) => row) },
    time: { shape: [iterations], values: column((row) => states[row]!.time) },
    loss: { shape: [iterations], values: column((row) => states[row]!.loss) },
    stepSize: { shape: [iterations], values: column((row) => (row % 50 === 0 ? 0.006 : 0.01)) },
    eigenvalues: {
      shape: [iterations, pairs],
      values: Float64Array.from({ length: iterations * pairs }, (_, index) => {
        const row = Math.floor(index / pairs);
        return states[row]!.hessian.largest * 0.55 ** (index % pairs) * (row < 10 && row % 3 === 1 ? -1 : 1);
      }),
    },
    residual: { shape: [iterations], values: column((row) => 2e-5 * (1 + (row % 7))) },
    blockProducts: { shape: [iterations], values: column((row) => (row < 10 ? 30 : 1)) },
    capped: { shape: [iterations], values: new Int32Array(iterations) },
  };
  const last = at(iterations);
  const description: RunDescription = {
    format: 1,
    experiment: experiment.id,
    dataset: experiment.dataset,
    datasetTitle: datasetTitle(experiment.dataset),
    criterion: experiment.criterion,
    classes: Array.from({ length: classes }, (_, label) => `class ${label}`),
    size: place.size,
    networkSeed: place.networkSeed,
    subsetSeed: place.subsetSeed,
    stopLoss: experiment.stopLoss,
    network: { depth, width: plan.width, activation: 'elu', init: 'xavier-normal', gain: Math.SQRT2 },
    inputs: 3072,
    compressedInputs: Math.min(place.size, 3072),
    solver: solverSettings.parse({}),
    precision: 'float64',
    status: stopped ? 'iteration-limit' : 'converged',
    iterations,
    time: last.time,
    loss: last.loss,
    blockProducts: iterations + 290,
    gradients: iterations,
    snapshots: marks,
    negativeIterations: 3,
    limitedIterations: Math.ceil(iterations / 50),
  };
  return { description, history, snapshots: marks.map(at) };
}

function lossAt(s: number, classes: number, end: number): number {
  const start = Math.log(classes);
  return start * (end / start) ** s;
}

function writeDataset(folder: string, name: string): string {
  mkdirSync(folder, { recursive: true });
  const images = name === 'dice';
  const classes = images
    ? ['ones', 'twos', 'threes', 'fours', 'fives', 'sixes']
    : Array.from({ length: outputs[name] ?? 3 }, (_, label) => `class ${label}`);
  const description: DatasetDescription = {
    format: 1,
    name,
    title: datasetTitle(name),
    classes,
    inputShape: images ? [3, 32, 32] : [256],
    encoding: images ? { type: 'uint8', scale: 1 / 255, channels: 3 } : { type: 'float64' },
    train: {
      samples: classes.length * 8,
      samplesPerClass: classes.map(() => 8),
      meanInput: 0.9,
      meanSquaredNorm: 2960.5,
    },
    attribution: 'Synthetic, for tests only.',
    readings: [`A made-up reading of ${name}.`],
  };
  writeJson(join(folder, 'dataset.json'), description);
  if (images) {
    const rows = classes.length * 8;
    writeTensors(join(folder, 'dataset.safetensors'), {
      'train.inputs': {
        shape: [rows, 1024],
        values: Uint8Array.from({ length: rows * 1024 }, (_, i) => pixel(i)),
      },
      'train.labels': {
        shape: [rows],
        values: Int32Array.from({ length: rows }, (_, row) => row % classes.length),
      },
    });
  }
  return folder;
}

/** A black square on white whose place depends on the row. */
function pixel(position: number): number {
  const row = Math.floor(position / 1024);
  const [x, y] = [position % 32, Math.floor((position % 1024) / 32)];
  return Math.abs(x - 6 - (row % 20)) < 4 && Math.abs(y - 16) < 4 ? 0 : 255;
}

function writeFit(folder: string, experiment: string, points: PowerLawFit['points']): string {
  mkdirSync(folder, { recursive: true });
  const law = points.map(({ peakAlignment, ...place }) => ({ ...place, value: peakAlignment }));
  const content: PowerLawFit = { format: 1, experiment, runs: points.length, points, band: [] };
  const reason = powerLawObstacle(law);
  if (reason !== undefined) content.reason = reason;
  else {
    const { intervals, band, drawn } = bootstrapPowerLaw(law, 200, 0);
    content.fit = { ...fitPowerLaw(law), intervals, drawn };
    content.band = [...band];
  }
  writeJson(join(folder, 'power-law.json'), content);
  return folder;
}

function datasetTitle(name: string): string {
  return paperExperiments.find(({ dataset }) => dataset === name)?.datasetTitle ?? name;
}

function randomNumbers(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, JSON.stringify(value));
}
