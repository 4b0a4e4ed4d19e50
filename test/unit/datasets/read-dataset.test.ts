import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDescription, readSubset } from '../../../src/datasets/read-dataset.ts';
import { sampleRows } from '../../../src/datasets/sample-rows.ts';
import { DatasetWriter, type DatasetPlan } from '../../../src/datasets/write-dataset.ts';
import { writeTensors } from '../../../src/tensors/safetensors/safetensors.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const samples = 20;

/** Row r holds the inputs 10 r and 10 r + 1 and the label r mod 2. */
function dataset(train: DatasetPlan['splits']['train'] = { samples }): string {
  const folder = temporaryFolder();
  using writer = new DatasetWriter(folder, {
    name: 'toy',
    title: 'Toy',
    classes: ['even', 'odd'],
    inputShape: [2],
    encoding: { type: 'float64' },
    attribution: 'none',
    readings: [],
    splits: { train },
  });
  for (const row of train.pool?.rows ?? Array.from({ length: samples }, (_, r) => r))
    writer.append('train', Float64Array.of(10 * row, 10 * row + 1), Int32Array.of(row % 2));
  writer.finish();
  return folder;
}

describe('readSubset', () => {
  it('reads the rows that the seed draws, with their labels', async () => {
    const subset = await readSubset(dataset(), { size: 6, seed: 5 });
    expect(subset.rows).toEqual(sampleRows(samples, 6, 5));
    expect([...subset.inputs]).toEqual([...subset.rows].flatMap((row) => [10 * row, 10 * row + 1]));
    expect([...subset.labels]).toEqual([...subset.rows].map((row) => row % 2));
    expect(subset.description.name).toBe('toy');
  });

  it('draws the same rows where only those of some subsets are stored', async () => {
    const rows = sampleRows(samples, 6, 5).sort();
    const stored = dataset({ samples, pool: { rows, samplesPerClass: [10, 10] } });
    expect(await readSubset(stored, { size: 4, seed: 5 })).toMatchObject({
      rows: sampleRows(samples, 4, 5),
      inputs: (await readSubset(dataset(), { size: 4, seed: 5 })).inputs,
    });
  });

  it('decodes bytes', async () => {
    const folder = temporaryFolder();
    using writer = new DatasetWriter(folder, {
      name: 'bytes',
      title: 'Bytes',
      classes: ['a', 'b'],
      inputShape: [2, 1],
      encoding: { type: 'uint8', scale: 0.5, channels: 2 },
      attribution: 'none',
      readings: [],
      splits: { train: { samples: 2 } },
    });
    writer.append('train', Uint8Array.of(2, 3), Int32Array.of(0, 1));
    writer.finish();
    const { inputs, rows } = await readSubset(folder, { size: 2, seed: 0 });
    expect([...inputs]).toEqual([...rows].flatMap((row) => [0.5 * (row + 2), 0.5 * (row + 2)]));
  });

  it('refuses a subset larger than the dataset', async () => {
    await expect(readSubset(dataset(), { size: 21, seed: 0 })).rejects.toThrow(
      'the subset asks for 21 samples, but dataset toy has 20 training samples: ' +
        'ask for at most 20 (sizes of the experiment in pipeline.yaml) or make the dataset larger',
    );
  });

  it('refuses a subset whose samples are not stored, and says what stores them', async () => {
    const folder = dataset({ samples, pool: { rows: Int32Array.of(3, 4), samplesPerClass: [10, 10] } });
    const row = sampleRows(samples, 6, 1)[0]!;
    await expect(readSubset(folder, { size: 6, seed: 1 })).rejects.toThrow(
      `dataset toy holds the inputs of 2 training samples only, and training row ${row} is not among them: ` +
        'name this subset seed and size in the stage that makes it (with.seeds, with.largestSubset)',
    );
  });

  it('refuses labels and inputs that another writer let through', async () => {
    const folder = dataset();
    const fill = (label: number, input: number): void => {
      writeTensors(join(folder, 'dataset.safetensors'), {
        'train.inputs': { shape: [samples, 2], values: new Float64Array(2 * samples).fill(input) },
        'train.labels': { shape: [samples], values: new Int32Array(samples).fill(label) },
      });
    };
    const row = sampleRows(samples, 1, 0)[0]!;
    fill(2, 0);
    await expect(readSubset(folder, { size: 1, seed: 0 })).rejects.toThrow(
      `dataset toy, training row ${row}: label 2 is outside the 2 classes 0 to 1 (even, odd): ` +
        'correct the labels or the classes of the stage that makes it',
    );
    fill(1, NaN);
    await expect(readSubset(folder, { size: 1, seed: 0 })).rejects.toThrow(
      `dataset toy, training row ${row}, column 0: the input is NaN, expected a finite number: ` +
        'remove or fill such values in the stage that makes it',
    );
    for (const nothing of [0, 1e-170]) {
      fill(1, nothing);
      await expect(readSubset(folder, { size: 2, seed: 3 })).rejects.toThrow(
        'dataset toy: the inputs of all 2 samples of subset seed 3 are 0, or so small that their squares are, ' +
          'expected inputs that differ from 0: ask for more samples, another seed, or larger inputs',
      );
    }
  });
});

describe('readDescription', () => {
  it('says what is wrong with a dataset.json', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'dataset.json'), '{"format": 2}');
    await expect(readDescription(folder)).rejects.toThrow(
      `${join(folder, 'dataset.json')} does not describe a dataset: format: Invalid input: expected 1; name: Invalid input: expected string, received undefined`,
    );
  });
});
