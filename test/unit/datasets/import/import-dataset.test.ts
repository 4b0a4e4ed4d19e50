import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DatasetDescription } from '../../../../src/artifacts/dataset.ts';
import { DataError } from '../../../../src/datasets/data-error.ts';
import { importDataset, importSettings } from '../../../../src/datasets/import/import-dataset.ts';
import {
  TensorFile,
  writeTensors,
  type StoredTensor,
} from '../../../../src/tensors/safetensors/safetensors.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const bytes: StoredTensor = {
  shape: [3, 2, 2],
  values: Uint8Array.of(0, 51, 102, 153, 255, 1, 2, 3, 9, 9, 9, 9),
};
const labels: StoredTensor = { shape: [3], values: Int32Array.of(0, 1, 0) };

async function imported(
  tensors: Record<string, StoredTensor>,
  settings: object = {},
): Promise<{ description: DatasetDescription; file: TensorFile }> {
  const path = join(temporaryFolder(), 'my.safetensors');
  writeTensors(path, tensors);
  const folder = temporaryFolder();
  const test = 'x2' in tensors ? { inputs: 'x2', labels: 'y2' } : undefined;
  const description = await importDataset(
    { path, name: 'my.safetensors' },
    folder,
    importSettings.parse({
      name: 'mine',
      source: { format: 'safetensors', train: { inputs: 'x', labels: 'y' }, test },
      attribution: 'made here',
      ...settings,
    }),
  );
  return { description, file: TensorFile.open(join(folder, 'dataset.safetensors')) };
}

describe('importDataset', () => {
  it('keeps bytes as bytes, taken as fractions of 255', async () => {
    const { description, file } = await imported({ x: bytes, y: labels });
    expect(description).toMatchObject({
      name: 'mine',
      title: 'mine',
      classes: ['0', '1'],
      inputShape: [2, 2],
      encoding: { type: 'uint8', scale: 1 / 255, channels: 1 },
      attribution: 'made here',
      readings: ['Values as stored, times 0.00392156862745098, not standardised.'],
      train: { samples: 3, samplesPerClass: [2, 1] },
    });
    expect(description.test).toBeUndefined();
    expect(file.tensors.get('train.inputs')?.shape).toEqual([3, 4]);
    expect(file.read('train.inputs', 'U8')).toEqual(bytes.values);
    expect(file.read('train.labels', 'I32')).toEqual(labels.values);
  });

  it('takes other numbers as they are, or times a factor, in any shape of as many values', async () => {
    const x = { shape: [3, 2], values: Float32Array.of(1, 2, 3, 4, 5, 6) };
    const plain = await imported({ x, y: labels });
    expect(plain.file.read('train.inputs', 'F64')).toEqual(Float64Array.of(1, 2, 3, 4, 5, 6));
    expect(plain.description.readings).toEqual(['Values as stored, not standardised.']);
    const scaled = await imported({ x, y: labels }, { scale: 0.5, inputShape: [1, 2, 1] });
    expect(scaled.file.read('train.inputs', 'F64')).toEqual(Float64Array.of(0.5, 1, 1.5, 2, 2.5, 3));
    expect(scaled.description.inputShape).toEqual([1, 2, 1]);
  });

  it('standardises test inputs by the mean and deviation of the training inputs', async () => {
    const tensors = {
      x: { shape: [2, 2], values: Float64Array.of(0, 10, 4, 10) },
      y: { shape: [2], values: Int32Array.of(0, 1) },
      x2: { shape: [1, 2], values: Float64Array.of(6, 11) },
      y2: { shape: [1], values: Int32Array.of(1) },
    };
    const features = await imported(tensors, { standardize: 'features' });
    expect(features.file.read('train.inputs', 'F64')).toEqual(Float64Array.of(-1, 0, 1, 0));
    expect(features.file.read('test.inputs', 'F64')).toEqual(Float64Array.of(2, 1));
    expect(features.description.readings).toEqual([
      'Inputs standardised to mean 0 and standard deviation 1, each column over the training inputs.',
    ]);
    const all = await imported(tensors, { standardize: 'all' });
    expect(all.description.train.meanInput).toBeCloseTo(0, 12);
    expect(all.description.train.statistics?.standardDeviation).toBeCloseTo(1, 12);
  });

  it('stores float64 where only one of the splits is bytes', async () => {
    const x2 = { shape: [1, 2, 2], values: Float64Array.of(1, 2, 3, 4) };
    const { description, file } = await imported(
      { x: bytes, y: labels, x2, y2: { shape: [1], values: Int32Array.of(0) } },
      { scale: 1 },
    );
    expect(description.encoding).toEqual({ type: 'float64' });
    expect(file.read('train.inputs', 'F64')).toEqual(Float64Array.from(bytes.values as Uint8Array));
  });

  it('says where an input is not finite', async () => {
    const x = { shape: [3, 1, 2], values: Float64Array.of(1, 2, 3, Number.NaN, 5, 6) };
    await expect(imported({ x, y: labels }, { standardize: 'all' })).rejects.toThrow(
      new DataError(
        'my.safetensors: x, row 1, column 1: the input is NaN, expected a finite number: remove or fill such values',
      ),
    );
  });

  it('says where an input is so large that norms overflow, unless the scale mends it', async () => {
    const x = { shape: [3, 1, 2], values: Float64Array.of(1, 2, 3, 1e200, 5, 6) };
    for (const standardize of ['none', 'all', 'features'])
      await expect(imported({ x, y: labels }, { standardize })).rejects.toThrow(
        new DataError(
          'my.safetensors: x, row 1, column 1: the input is 1e+200, expected at most 9.5e+153 in size, beyond which the ' +
            'squared norm of a sample overflows: rescale or leave out this column',
        ),
      );
    const { description } = await imported({ x, y: labels }, { scale: 1e-199 });
    expect(description.train.statistics?.largest).toBeCloseTo(10, 12);
  });

  it('tells how far it is, and stops where the listener throws', async () => {
    const path = join(temporaryFolder(), 'my.safetensors');
    writeTensors(path, { x: bytes, y: labels });
    const settings = importSettings.parse({
      name: 'mine',
      source: {
        format: 'safetensors',
        train: { inputs: 'x', labels: 'y' },
        test: { inputs: 'x', labels: 'y' },
      },
      attribution: 'made here',
      standardize: 'all',
    });
    const heard: [number, string][] = [];
    await importDataset({ path, name: 'x' }, temporaryFolder(), settings, (...progress) =>
      heard.push(progress),
    );
    expect(heard).toEqual([
      [1 / 3, 'measuring train'],
      [2 / 3, 'writing train'],
      [1, 'writing test'],
    ]);
    const stop = (): never => {
      throw new Error('stopped');
    };
    await expect(importDataset({ path, name: 'x' }, temporaryFolder(), settings, stop)).rejects.toThrow(
      'stopped',
    );
  });

  it('refuses inputs of another size than asked for, or than the training inputs', async () => {
    await expect(imported({ x: bytes, y: labels }, { inputShape: [3, 2] })).rejects.toThrow(
      new DataError(
        'my.safetensors: x has inputs of shape [2, 2] (4 values), expected [3, 2] (6 values) by with.inputShape',
      ),
    );
    const x2 = { shape: [1, 3], values: Uint8Array.of(1, 2, 3) };
    const y2 = { shape: [1], values: Int32Array.of(0) };
    await expect(imported({ x: bytes, y: labels, x2, y2 })).rejects.toThrow(
      new DataError(
        'my.safetensors: x2 has inputs of shape [3] (3 values), expected [2, 2] (4 values) by my.safetensors: x',
      ),
    );
  });

  it('refuses inputs of more values than memory is for, before it reads them', async () => {
    const folder = temporaryFolder();
    const save = (file: string, shape: string, length: number): void => {
      const head = `{'descr': '|u1', 'fortran_order': False, 'shape': ${shape}}`.padEnd(117) + '\n';
      writeFileSync(join(folder, file), `\x93NUMPY\x01\0\x76\0${head}`, 'latin1');
      truncateSync(join(folder, file), 128 + length);
    };
    save('x.npy', '(2, 134217729)', 2 * 134_217_729);
    save('y.npy', '(2,)', 2);
    const source = { format: 'npy', train: { inputs: 'x.npy', labels: 'y.npy' } };
    await expect(
      importDataset(
        { path: folder, name: 'mine' },
        temporaryFolder(),
        importSettings.parse({ name: 'mine', source, attribution: 'made here' }),
      ),
    ).rejects.toThrow(
      new DataError(
        'x.npy has inputs of shape [134217729] (134217729 values), expected at most 134217728 values: ' +
          'scale them down (images: source.size), or cut them into samples',
      ),
    );
  });

  it('refuses data that nothing can be learnt from', async () => {
    const none = {
      x: { shape: [0, 2], values: new Float64Array(0) },
      y: { shape: [0], values: new Int32Array(0) },
    };
    await expect(imported(none)).rejects.toThrow(new DataError('my.safetensors: x holds no samples'));
    await expect(
      imported({ x: { shape: [3, 0, 2], values: new Float64Array(0) }, y: labels }),
    ).rejects.toThrow(
      new DataError(
        'my.safetensors: x has inputs of shape [0, 2], which hold no values, expected at least one: check what was saved',
      ),
    );
    await expect(imported({ x: bytes, y: labels }, { scale: 1e200 })).rejects.toThrow(
      'my.safetensors: x, row 0, column 1: the input is 51, expected at most 6.7e-47 in size, beyond which the squared norm',
    );
    await expect(
      imported({ x: bytes, y: { shape: [3], values: Int32Array.of(1, 1, 1) } }, { classes: ['a', 'b'] }),
    ).rejects.toThrow('dataset mine: all 3 training samples are of class b, expected at least two classes');
  });

  it('says that all labels are the same where no classes are given', async () => {
    await expect(imported({ x: bytes, y: { shape: [3], values: Int32Array.of(7, 7, 7) } })).rejects.toThrow(
      new DataError(
        'dataset mine: all 3 training samples are of class 7, expected at least two classes: ' +
          'there is nothing to tell apart; check the labels',
      ),
    );
  });
});

it('refuses settings that make no sense', () => {
  const faults = (changes: object): string[] | undefined =>
    importSettings
      .safeParse({ name: 'a', source: { format: 'csv', label: 'y' }, attribution: 'me', ...changes })
      .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  expect(faults({})).toBeUndefined();
  expect(faults({ name: 'My Data' })).toEqual([
    'name: must be of lower-case letters, digits, dots and hyphens',
  ]);
  expect(faults({ scale: 0 })).toEqual(['scale: must not be 0']);
  expect(faults({ source: { format: 'npz', train: { inputs: 'x' } } })).toEqual([
    'source.train.labels: Invalid input: expected string, received undefined',
  ]);
});
