import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { inspectData } from '../../../../src/datasets/inspect/inspect-data.ts';
import { writeTensors } from '../../../../src/tensors/safetensors/safetensors.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { fixtures } from '../import/table-formats/table-columns.ts';
import { aeonFile } from '../time-series/aeon-files.ts';

function file(content: string | Uint8Array): { path: string; name: string } {
  const path = join(temporaryFolder(), 'x.dat');
  writeFileSync(path, content);
  return { path, name: 'x.dat' };
}

it('inspectData proposes how a table in text is read', async () => {
  expect(await inspectData(file('id;width;kind\n1;2.5;a\n2;3;b\n'))).toEqual({
    kind: 'csv',
    what: 'a table in text',
    facts: [
      '3 columns: id (whole numbers), width (numbers), kind (names)',
      'left out: id: a number of the row',
    ],
    source: { format: 'csv', delimiter: ';', label: 'kind', columns: ['width'] },
    rows: {
      columns: ['id', 'width', 'kind'],
      rows: [
        ['1', '2.5', 'a'],
        ['2', '3', 'b'],
      ],
    },
  });
  expect(await inspectData(file('1.5,2.5\n3,4\n'))).toMatchObject({
    source: { format: 'csv', header: false, label: 'LABEL' },
    unknown: 'which column is the class; say --label COLUMN',
  });
  expect((await inspectData(file('1.5,2\n3,4\n'), { label: '2' })).source).toEqual({
    format: 'csv',
    header: false,
    label: '2',
  });
});

it('inspectData says that a table without numbers gives no inputs', async () => {
  expect(await inspectData(file('text,kind\nlong,a\nshort,b\n'), { label: 'kind' })).toMatchObject({
    facts: ['2 columns: text (names), kind (names)', 'left out: text: names, no numbers'],
    source: { format: 'csv', label: 'kind' },
    unknown:
      'what the inputs are; no column but the class holds numbers alone (images: save them in a folder a class)',
  });
});

it('inspectData knows tables of other formats and series', async () => {
  const parquet = { path: join(fixtures, 'lists.parquet'), name: 'lists.parquet' };
  expect((await inspectData(parquet)).source).toEqual({ format: 'parquet', label: 'label' });
  expect(await inspectData({ path: join(fixtures, 'hugging-face'), name: 'hf' })).toMatchObject({
    kind: 'huggingface-splits',
    source: { format: 'huggingface', label: 'label', train: { folder: 'train' }, test: { folder: 'test' } },
  });
  expect((await inspectData(aeonFile('BasicMotions_TEST.arff'))).source).toEqual({
    format: 'arff',
    label: 'activity',
  });
  expect(await inspectData(aeonFile('UnitTest_TRAIN.ts'))).toMatchObject({
    facts: ['UnitTest: 20 series of 1 channels and 24 points', 'classes 1, 2'],
    source: { format: 'ts' },
  });
});

it('inspectData knows arrays', async () => {
  const path = join(temporaryFolder(), 'x');
  writeTensors(path, { a: { shape: [1], values: Float64Array.of(1) } });
  expect(await inspectData({ path, name: 'x' })).toEqual({
    kind: 'safetensors',
    what: 'safetensors',
    facts: ['arrays a (F64 [1])'],
    source: { format: 'safetensors', train: { inputs: 'INPUTS', labels: 'LABELS' } },
    unknown: 'which arrays are inputs and labels; write their names into the block',
  });
  expect(
    (await inspectData(file(zipSync({ 'x.npy': new Uint8Array(3), 'y.npy': new Uint8Array(3) })))).source,
  ).toEqual({
    format: 'npz',
    train: { inputs: 'x', labels: 'y' },
  });
  expect(await inspectData(file(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 3)))).toMatchObject({
    source: { format: 'idx', train: { inputs: 'x.dat', labels: 'LABELS' } },
    unknown: 'the file of the labels; name it as a second file',
  });
});

it('inspectData knows MAT-files, with what they hold', async () => {
  const path = join(fixtures, '../../arrays/fixtures/mat/testmatrix_7.4_GLNX86.mat');
  expect(await inspectData({ path, name: 'x' })).toEqual({
    kind: 'mat',
    what: 'a MAT-file',
    facts: ['arrays testmatrix (F64 [3, 5])'],
    source: { format: 'mat', train: { inputs: 'INPUTS', labels: 'LABELS' } },
    unknown: 'which arrays are inputs and labels; write their names into the block',
  });
});

it('inspectData knows folders of images', async () => {
  const path = temporaryFolder();
  for (const folder of ['train/cat', 'train/dog', 'test/cat']) {
    mkdirSync(join(path, folder), { recursive: true });
    writeFileSync(join(path, folder, '1.png'), '');
  }
  expect(await inspectData({ path, name: 'x' })).toMatchObject({
    facts: ['folders test, train'],
    source: { format: 'images', train: { folder: 'train' }, test: { folder: 'test' } },
  });
  expect((await inspectData({ path: join(path, 'train'), name: 'x' })).source).toEqual({ format: 'images' });
});
