import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { DataError } from '../../../../src/datasets/data-error.ts';
import { guessArrays, listNpz, listTensors } from '../../../../src/datasets/inspect/list-arrays.ts';
import { writeTensors } from '../../../../src/tensors/safetensors/safetensors.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

it('listTensors and listNpz name the arrays of a file', async () => {
  const path = join(temporaryFolder(), 'x');
  writeTensors(path, { x: { shape: [1, 2], values: Float64Array.of(1, 2) } });
  expect(listTensors({ path, name: 'x' })).toEqual([{ name: 'x', shape: [1, 2], type: 'F64' }]);
  writeFileSync(path, zipSync({ 'x_train.npy': new Uint8Array(3), 'y_train.npy': new Uint8Array(3) }));
  expect(await listNpz({ path, name: 'x' })).toEqual([{ name: 'x_train' }, { name: 'y_train' }]);
  writeFileSync(path, 'no zip');
  await expect(listNpz({ path, name: 'x' })).rejects.toThrow(
    /^x cannot be read as a zip archive \(.+\): it was cut short or damaged, or is of another format; save it again$/,
  );
});

it.each([
  [['x', 'y'], { train: { inputs: 'x', labels: 'y' } }],
  [
    ['x_test', 'x_train', 'y_test', 'y_train'],
    { train: { inputs: 'x_train', labels: 'y_train' }, test: { inputs: 'x_test', labels: 'y_test' } },
  ],
  [
    ['train_images', 'train_labels', 'test_images', 'test_labels', 'val_images'],
    {
      train: { inputs: 'train_images', labels: 'train_labels' },
      test: { inputs: 'test_images', labels: 'test_labels' },
    },
  ],
  [['data', 'target'], { train: { inputs: 'data', labels: 'target' } }],
  [['arr_0', 'arr_1'], {}],
])('guessArrays finds inputs and labels among %j', (names, found) => {
  expect(guessArrays(names.map((name) => ({ name })))).toEqual(found);
});

it('listTensors refuses a damaged file by its name', () => {
  const path = join(temporaryFolder(), 'x');
  const header =
    '{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}';
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  writeFileSync(path, Buffer.concat([length, Buffer.from(header), Buffer.of(1)]));
  expect(() => listTensors({ path, name: 'mine' })).toThrow(
    new DataError('mine: the header names x twice: which is meant cannot be told; make it again'),
  );
});

it('guessArrays takes the one vector of two arrays for the labels', () => {
  const [table, vector] = [
    { name: 'arr_0', shape: [3, 2] },
    { name: 'arr_1', shape: [3, 1] },
  ];
  expect(guessArrays([vector, table])).toEqual({ train: { inputs: 'arr_0', labels: 'arr_1' } });
  expect(guessArrays([table, { name: 'arr_1', shape: [4] }])).toEqual({});
  expect(guessArrays([table, table])).toEqual({});
});
