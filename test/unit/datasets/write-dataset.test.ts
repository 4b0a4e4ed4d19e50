import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDescription } from '../../../src/datasets/read-dataset.ts';
import { DatasetWriter, type DatasetPlan } from '../../../src/datasets/write-dataset.ts';
import { TensorFile } from '../../../src/tensors/safetensors/safetensors.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const plan: DatasetPlan = {
  name: 'toy',
  title: 'Toy',
  classes: ['a', 'b'],
  inputShape: [2],
  encoding: { type: 'float64' },
  attribution: 'none',
  readings: [],
  splits: { train: { samples: 2 } },
};

function write(inputs: number[], labels: number[], changes: Partial<DatasetPlan> = {}): void {
  using writer = new DatasetWriter(temporaryFolder(), { ...plan, ...changes });
  writer.append('train', Float64Array.from(inputs), Int32Array.from(labels));
  writer.finish();
}

describe('DatasetWriter', () => {
  it('writes what readDescription reads, with class counts and moments of both splits', async () => {
    const folder = temporaryFolder();
    const splits = { train: { samples: 2 }, test: { samples: 1 } };
    using writer = new DatasetWriter(folder, { ...plan, splits });
    writer.append('train', Float64Array.of(1, 2), Int32Array.of(1));
    writer.append('test', Float64Array.of(9, 9), Int32Array.of(0));
    writer.append('train', Float64Array.of(3, 4), Int32Array.of(0));
    const description = writer.finish();
    expect(await readDescription(folder)).toEqual(description);
    expect(description.train).toMatchObject({
      samples: 2,
      samplesPerClass: [1, 1],
      meanInput: 2.5,
      meanSquaredNorm: 15,
    });
    expect(description.test).toMatchObject({ samples: 1, samplesPerClass: [1, 0] });
  });

  it('stores part of a pool with the row numbers, and counts the classes of all of it', () => {
    const folder = temporaryFolder();
    const pool = { rows: Int32Array.of(3, 7), samplesPerClass: [6, 4] };
    using writer = new DatasetWriter(folder, { ...plan, splits: { train: { samples: 10, pool } } });
    writer.append('train', Float64Array.of(1, 2, 3, 4), Int32Array.of(0, 1));
    expect(writer.finish().train).toMatchObject({ samples: 10, stored: 2, samplesPerClass: [6, 4] });
    using file = TensorFile.open(join(folder, 'dataset.safetensors'));
    expect([...file.read('train.rows', 'I32')]).toEqual([3, 7]);
  });

  it('writes the same bytes for the same samples', () => {
    const bytes = [1, 2].map(() => {
      const folder = temporaryFolder();
      using writer = new DatasetWriter(folder, plan);
      writer.append('train', Float64Array.of(1, 2, 3, 4), Int32Array.of(0, 1));
      writer.finish();
      return ['dataset.json', 'dataset.safetensors'].map((file) =>
        readFileSync(join(folder, file), 'latin1'),
      );
    });
    expect(bytes[0]).toEqual(bytes[1]);
  });

  it.each([
    [
      'a label outside the classes',
      [1, 2, 3, 4],
      [0, 2],
      'dataset toy, train row 1: label 2 is outside the 2 classes 0 to 1 (a, b): correct the label or name more classes',
    ],
    [
      'NaN in an input',
      [1, 2, 3, NaN],
      [0, 1],
      'dataset toy, train row 1, column 1: the input is NaN, expected a finite number: remove or fill such values',
    ],
    [
      'an infinite input',
      [-Infinity, 2, 3, 4],
      [0, 1],
      'dataset toy, train row 0, column 0: the input is -Infinity, expected a finite number: remove or fill such values',
    ],
    [
      'one class only',
      [1, 2, 3, 4],
      [1, 1],
      'dataset toy: all 2 training samples are of class b, expected at least two classes: there is nothing to tell apart; check the labels',
    ],
    [
      'inputs that are all the same',
      [1, 2, 1, 2],
      [0, 1],
      'dataset toy: all 2 training inputs are the same, expected inputs that differ: there is nothing to learn from; check the inputs',
    ],
  ])('refuses %s', (_, inputs, labels, message) => {
    expect(() => {
      write(inputs, labels);
    }).toThrow(expect.objectContaining({ name: 'DataError', message }) as Error);
  });
});
