import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDescription, readSubset } from '../../../src/datasets/read-dataset.ts';
import { TensorFile } from '../../../src/tensors/safetensors/safetensors.ts';
import download from '../../../stages/download.ts';
import stage from '../../../stages/fetch-cifar10.ts';
import { cifarArchive, cifarClasses, cifarRecords } from '../../cifar-archive.ts';
import { sample } from '../../samples.ts';
import { runStage, type StageOutcome } from '../../stage-context.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** The official archive, as pipeline.yaml pins it. */
const official = {
  url: 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
  path: 'cifar-10-binary.tar.gz',
  sizeBytes: 170052171,
  sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
};

/** Runs the download stage on what lies in the data dir, then the stage on its output. */
async function fromDataDir(
  local: string,
  pin: typeof official,
  params: { standardize?: string } = {},
): Promise<StageOutcome & { output: string }> {
  const archive = temporaryFolder();
  await runStage(download, {
    params: { files: [pin], allowUnverified: true },
    inputs: { local: { name: local, path: local } },
    output: archive,
  });
  const output = temporaryFolder();
  const input = { name: 'download-cifar10', path: archive };
  return { output, ...(await runStage(stage, { params, inputs: { archive: input }, output })) };
}

async function tinyArchive(): Promise<{ path: string; pin: typeof official }> {
  const path = join(temporaryFolder(), 'cifar-10-binary.tar.gz');
  const bytes = await cifarArchive(20);
  writeFileSync(path, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { path, pin: { ...official, sizeBytes: bytes.length, sha256 } };
}

it('reads the parts of the archive in the order of their numbers and leaves nothing else behind', async () => {
  const { path, pin } = await tinyArchive();
  const { output, metrics } = await fromDataDir(path, pin);
  expect(readdirSync(output).sort()).toEqual(stage.outputs);
  expect(metrics).toEqual({ trainSamples: 100, testSamples: 20, trainRank: 100, verified: true });
  const description = await readDescription(output);
  expect(description.unverified).toBeUndefined();
  expect(description.classes).toEqual(cifarClasses);
  using file = TensorFile.open(join(output, 'dataset.safetensors'));
  for (const number of [1, 2, 3, 4, 5]) {
    const inputs = file.readRows('train.inputs', 'U8', 20 * (number - 1), 20);
    const expected = cifarRecords(20, number);
    for (let record = 0; record < 20; record++) {
      const image = inputs.subarray(3072 * record, 3072 * (record + 1));
      expect(expected.subarray(3073 * record + 1, 3073 * (record + 1)).equals(image)).toBe(true);
    }
  }
});

it('says in dataset.json which files are not the official ones', async () => {
  const { path } = await tinyArchive();
  const bytes = readFileSync(path);
  const { output, metrics } = await fromDataDir(path, official);
  expect(metrics).toMatchObject({ verified: false });
  expect((await readDescription(output)).unverified).toEqual([
    {
      path: 'cifar-10-binary.tar.gz',
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    },
  ]);
});

it('standardises each colour over the training images', async () => {
  const { path, pin } = await tinyArchive();
  const { output } = await fromDataDir(path, pin, { standardize: 'channels' });
  using file = TensorFile.open(join(output, 'dataset.safetensors'));
  const inputs = file.read('train.inputs', 'F64');
  for (const channel of [0, 1, 2]) {
    const values = inputs.filter((_, index) => Math.floor((index % 3072) / 1024) === channel);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean).toBeCloseTo(0, 10);
    expect(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length).toBeCloseTo(1, 10);
  }
});

it('says what a folder without records holds', async () => {
  const folder = join(temporaryFolder(), 'cifar-10');
  mkdirSync(folder);
  writeFileSync(join(folder, 'data_batch_1'), 'of the Python version');
  await expect(fromDataDir(folder, official)).rejects.toThrow(
    'the data dir holds no data_batch_1.bin, only data_batch_1: expected the files of the official ' +
      'cifar-10-binary.tar.gz (data_batch_1.bin to data_batch_5.bin, test_batch.bin, batches.meta.txt)',
  );
});

const images = sample('cifar-10');
describe.skipIf(images.missing !== undefined)(
  'on real images (set EOS_SAMPLES to the folder that holds cifar-10/)',
  () => {
    it('reads the sample, and draws subsets of it', async () => {
      const { output, metrics } = await fromDataDir(images.path, official);
      expect(metrics).toEqual({ trainSamples: 10000, testSamples: 2000, trainRank: 512, verified: false });
      const description = await readDescription(output);
      expect(description.train.samplesPerClass).toEqual(Array.from({ length: 10 }, () => 1000));
      expect(description.unverified?.map(({ path }) => path)).toEqual([
        'cifar-10/batches.meta.txt',
        'cifar-10/data_batch_1.bin',
        'cifar-10/test_batch.bin',
      ]);
      // The mean of the whole set is (0.4914 + 0.4822 + 0.4465) / 3 = 0.4734; a fifth of it comes within 0.005.
      expect(Math.abs(description.train.meanInput - 0.4734)).toBeLessThan(0.005);
      const subset = await readSubset(output, { size: 390, seed: 0 });
      const bytes = readFileSync(join(images.path, 'data_batch_1.bin'));
      for (const [position, row] of subset.rows.entries()) {
        expect(subset.labels[position]).toBe(bytes[3073 * row]);
        expect(subset.inputs[3072 * position]).toBe(bytes[3073 * row + 1]! * (1 / 255));
      }
    });

    it('finds the known mean and deviation of each colour in the sample', async () => {
      const { output } = await fromDataDir(images.path, official, { standardize: 'channels' });
      const { readings, encoding } = await readDescription(output);
      expect(encoding).toEqual({ type: 'float64' });
      const numbers = readings[0]!.match(/0\.\d{4}/g)!.map(Number);
      // Mean and deviation of red, green and blue over all 50,000 images; the sample has a fifth of them.
      const whole = [0.4914, 0.4822, 0.4465, 0.247, 0.2435, 0.2616];
      for (const [index, value] of whole.entries())
        expect(Math.abs(numbers[index]! - value)).toBeLessThan(0.005);
    });
  },
);
