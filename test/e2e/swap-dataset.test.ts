import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { projectFolder, writeProject } from '../project-folder.ts';

const program = resolve('bin/eos-pipeline.js');
const run = promisify(execFile);

/** A pipeline of two datasets with a training and an analysis of each; `second` is the block of the second dataset's stage. */
function pipeline(secondStage: string, second: string): string {
  return `version: 1
params:
  datasets: { dice: generate-dice, second: ${secondStage} }
stages:
  generate-dice:
    uses: eos-pipeline/stages/generate-dice.ts
    with: { seed: 1, imagesPerClass: 4, channels: 1 }
${second}
  train:
    uses: eos-pipeline/stages/train.ts
    matrix: { dataset: [dice, second] }
    needs: { dataset: '\${{ params.datasets[matrix.dataset] }}' }
    with:
      experiment: '\${{ matrix.dataset }}'
      criterion: cross-entropy
      stopLoss: 0.01
      size: 6
      networkSeed: 0
      subsetSeed: 0
      network: { depth: 2, width: 4, activation: elu, init: xavier-normal, gain: 1.4142135623730951 }
      solver: { maxIterations: 12 }
  analyze:
    uses: eos-pipeline/stages/analyze.ts
    matrix: { dataset: [dice, second] }
    needs: { run: train }
`;
}

const windows = pipeline(
  'prepare-atrial-fibrillation',
  `  prepare-atrial-fibrillation:
    uses: eos-pipeline/stages/prepare-atrial-fibrillation.ts
    needs: { train: { file: TRAIN.ts }, test: { file: TRAIN.ts } }
    with: { window: 4, stride: 1, windows: 3 }`,
);

const own = pipeline(
  'my-digits',
  `  my-digits:
    uses: eos-pipeline/stages/import-dataset.ts
    needs: { data: { file: digits.npz } }
    with:
      name: digits
      attribution: my own
      source: { format: npz, train: { inputs: x_train, labels: y_train } }`,
);

const recordings = `@problemName Toy
@dimensions 1
@classLabel true a b
@data
1,2,3,4,5,7:a
4,3,2,1,0,-2:b
`;

/** A NumPy array file (version 1.0). */
function npy(type: string, shape: string, values: Float64Array | BigInt64Array): Uint8Array {
  const head = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape}), }`;
  const padded = `${head.padEnd(117)}\n`;
  return Buffer.concat([
    Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, padded.length, 0]),
    Buffer.from(padded),
    new Uint8Array(values.buffer),
  ]);
}

/** Runs everything and gives the instances that were not in the cache. */
async function runs(folder: string): Promise<string[]> {
  const { stdout } = await run(process.execPath, [program, 'repro', '--json', '--cwd', folder]);
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; instance?: string });
  return events.flatMap(({ type, instance }) => (type === 'instance-finished' ? [instance!] : [])).sort();
}

it('runs only what lies downstream when a dataset is swapped for a .npz of one’s own', async () => {
  const folder = projectFolder({ 'pipeline.yaml': windows, 'TRAIN.ts': recordings });
  expect(await runs(folder)).toEqual([
    'analyze[dataset=dice]',
    'analyze[dataset=second]',
    'generate-dice',
    'prepare-atrial-fibrillation',
    'train[dataset=dice]',
    'train[dataset=second]',
  ]);
  const inputs = Float64Array.from({ length: 8 * 5 }, (_, i) => Math.sin(i * i));
  const labels = BigInt64Array.from({ length: 8 }, (_, i) => BigInt(i % 3));
  const archive = zipSync({
    'x_train.npy': npy('<f8', '8, 5', inputs),
    'y_train.npy': npy('<i8', '8,', labels),
  });
  writeFileSync(join(folder, 'digits.npz'), archive);
  writeProject(folder, { 'pipeline.yaml': own });
  expect(await runs(folder)).toEqual(['analyze[dataset=second]', 'my-digits', 'train[dataset=second]']);
  expect(await runs(folder)).toEqual([]);
}, 240_000);
