import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeIterations } from '../../src/artifacts/iterations-file.ts';
import type { RunDescription } from '../../src/artifacts/run-description.ts';
import { solverSettings } from '../../src/artifacts/solver-settings.ts';

const learningRate = 0.025;
const iterations = 400;

/** Writes a made-up pair of trainings, by gradient descent and along the flow; λ_1 of the first hovers at 2/η = 80. */
export function writeEdgeRuns(root: string): string[] {
  return (['stabilized-rk', 'gradient-descent'] as const).map((method) => {
    const folder = join(root, `edge-${method}`);
    mkdirSync(folder, { recursive: true });
    const flow = method === 'stabilized-rk';
    const rows = Array.from({ length: flow ? 41 : iterations + 1 }, (_, row) => {
      const iteration = flow ? row * 10 : row;
      const rise = 60 + 0.2 * iteration;
      const sharpness = flow || rise < 80 ? rise : 80 + 4 * Math.sin(iteration / 5);
      const bump = flow || rise < 80 ? 1 : 1 + 0.3 * Math.sin(iteration / 5) ** 2;
      return {
        iteration,
        time: iteration * learningRate,
        loss: bump * Math.exp(-iteration / 100),
        stepSize: learningRate,
        eigenvalues: Float64Array.of(sharpness),
        residual: 0.01,
        blockProducts: 1,
        capped: 0,
      };
    });
    writeIterations(join(folder, 'iterations.safetensors'), rows);
    const run: RunDescription = {
      format: 1,
      experiment: `edge-${method}`,
      dataset: 'atrial-fibrillation',
      datasetTitle: 'AtrialFibrillation',
      criterion: 'mse',
      reduction: 'sum',
      classes: ['a', 'b', 'c'],
      size: 480,
      networkSeed: 0,
      subsetSeed: 0,
      stopLoss: 0.02,
      network: { depth: 6, width: 32, activation: 'elu', init: 'xavier-normal', gain: Math.SQRT2 },
      inputs: 256,
      compressedInputs: 256,
      solver: solverSettings.parse({ method, maxStepSize: learningRate }),
      precision: 'float64',
      status: 'converged',
      iterations,
      time: iterations * learningRate,
      loss: 0.018,
      blockProducts: iterations,
      gradients: iterations,
      snapshots: [0, iterations],
      negativeIterations: 0,
      limitedIterations: 0,
    };
    writeFileSync(join(folder, 'run.json'), JSON.stringify(run));
    return folder;
  });
}
