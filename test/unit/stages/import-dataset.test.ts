import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { zipSync } from 'fflate';
import { dump } from 'npyjs';
import { expect, it } from 'vitest';
import { readDescription, readSubset } from '../../../src/datasets/read-dataset.ts';
import stage from '../../../stages/import-dataset.ts';
import { runStage, type StageOutcome } from '../../stage-context.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

async function run(
  data: { path: string; name: string },
  source: object,
): Promise<StageOutcome & { output: string }> {
  const output = temporaryFolder();
  const params = { name: 'mine', source, attribution: 'made here' };
  return { output, ...(await runStage(stage, { params, inputs: { data }, output })) };
}

it('makes a dataset of an npz file from which subsets are drawn', async () => {
  const folder = temporaryFolder();
  const inputs = Float32Array.from({ length: 40 * 6 }, (_, index) => Math.sin(index));
  const labels = Uint8Array.from({ length: 40 }, (_, row) => row % 4);
  const npy = (values: Float32Array | Uint8Array, shape: number[]): Uint8Array =>
    new Uint8Array(dump(values, shape));
  writeFileSync(
    join(folder, 'my.npz'),
    zipSync({ 'x.npy': npy(inputs, [40, 2, 3]), 'y.npy': npy(labels, [40]) }),
  );
  const { output, metrics } = await run(
    { path: join(folder, 'my.npz'), name: 'data/my.npz' },
    { format: 'npz', train: { inputs: 'x', labels: 'y' } },
  );
  expect(readdirSync(output).sort()).toEqual(stage.outputs);
  expect(metrics).toEqual({ classes: 4, trainSamples: 40, testSamples: 0, trainRank: 2 });
  const subset = await readSubset(output, { size: 10, seed: 3 });
  for (const [position, row] of subset.rows.entries()) {
    expect(subset.labels[position]).toBe(row % 4);
    expect(subset.inputs.subarray(6 * position, 6 * position + 6)).toEqual(
      Float64Array.from(inputs.subarray(6 * row, 6 * row + 6)),
    );
  }
});

it('makes a dataset of folders of images', async () => {
  const folder = temporaryFolder();
  for (const [label, shade] of [
    ['dark', 20],
    ['light', 200],
  ] as const) {
    for (const split of ['train', 'test']) {
      mkdirSync(join(folder, split, label), { recursive: true });
      for (const number of [0, 1, 2]) {
        const canvas = createCanvas(4, 4);
        const context = canvas.getContext('2d');
        context.fillStyle = `rgb(${shade + number}, ${shade}, ${shade - number})`;
        context.fillRect(0, 0, 4, 4);
        writeFileSync(join(folder, split, label, `${number}.png`), canvas.toBuffer('image/png'));
      }
    }
  }
  const source = { format: 'images', train: { folder: 'train' }, test: { folder: 'test' } };
  const { output, metrics } = await run({ path: folder, name: 'photos' }, source);
  expect(metrics).toEqual({ classes: 2, trainSamples: 6, testSamples: 6, trainRank: 2 });
  const { classes, inputShape, train } = await readDescription(output);
  expect({ classes, inputShape }).toEqual({ classes: ['dark', 'light'], inputShape: [3, 4, 4] });
  expect(train.meanInput).toBeCloseTo(110 / 255, 12);
});

it('writes the same bytes for the same data', async () => {
  const path = join(temporaryFolder(), 'a.csv');
  writeFileSync(path, 'width,kind\n1,u\n2,v\n3,u\n');
  const source = { format: 'csv', label: 'kind' };
  const [first, second] = [
    await run({ path, name: 'a.csv' }, source),
    await run({ path, name: 'a.csv' }, source),
  ];
  for (const name of stage.outputs)
    expect(readFileSync(join(first.output, name)).equals(readFileSync(join(second.output, name)))).toBe(true);
});

it.each([
  ['a series', { format: 'ts' }, 'time-series/fixtures/BasicMotions_TEST.ts.gz', 4, 40],
  [
    'an ARFF file',
    { format: 'arff', label: 'activity' },
    'time-series/fixtures/BasicMotions_TEST.arff.gz',
    4,
    40,
  ],
  [
    'Parquet',
    { format: 'parquet', label: 'label', columns: ['float64', 'int8'] },
    'import/table-formats/fixtures/types.parquet',
    3,
    12,
  ],
  [
    'Arrow',
    { format: 'arrow', label: 'label', columns: ['float64', 'int8'] },
    'import/table-formats/fixtures/file-lz4.arrow',
    3,
    12,
  ],
  [
    'a Hugging Face folder',
    { format: 'huggingface', label: 'label', train: { folder: 'train' }, test: { folder: 'test' } },
    'import/table-formats/fixtures/hugging-face',
    2,
    9,
  ],
])('makes a dataset of %s', async (_, source, file, classes, samples) => {
  const { metrics } = await run({ path: join('test/unit/datasets', file), name: file }, source);
  expect(metrics).toMatchObject({ classes, trainSamples: samples });
});
