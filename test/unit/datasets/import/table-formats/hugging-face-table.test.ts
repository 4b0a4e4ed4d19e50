import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../../../src/datasets/data-error.ts';
import { arrowTable } from '../../../../../src/datasets/import/table-formats/arrow-table.ts';
import { huggingFaceTable } from '../../../../../src/datasets/import/table-formats/hugging-face-table.ts';
import { readWholeTable } from '../../../../read-whole-table.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';
import { fixtures } from './table-columns.ts';

const folder = join(fixtures, 'hugging-face');

/** A copy of the training split, to be damaged. */
function copy(): { path: string; name: string } {
  const path = join(temporaryFolder(), 'train');
  cpSync(join(folder, 'train'), path, { recursive: true });
  return { path, name: 'train' };
}

describe('huggingFaceTable', () => {
  it('reads the files of a split in their order, with the names of the classes', async () => {
    const table = await huggingFaceTable({ path: join(folder, 'train'), name: 'train' });
    const { inputs, labels, classes, placeOfLabel } = await readWholeTable(table, { label: 'label' });
    expect(inputs.shape).toEqual([9, 2]);
    expect([...inputs.values]).toEqual(Array.from({ length: 9 }, (_, v) => [v, v / 2]).flat());
    expect(labels).toEqual(['neg', 'pos', 'neg', 'pos', 'neg', 'pos', 'neg', 'pos', 'neg']);
    expect(classes).toEqual(['neg', 'pos']);
    expect(placeOfLabel(6)).toBe('train/data-00001-of-00002.arrow, row 1: column label');
    expect(table.fraction()).toBe(1);
  });

  it('knows the classes of a file alone', async () => {
    const name = 'data-00000-of-00001.arrow';
    const table = await arrowTable({ path: join(folder, 'test', name), name });
    expect((await readWholeTable(table, { label: 'label' })).labels).toEqual(['neg', 'pos', 'neg']);
  });

  it('names what is not there', async () => {
    await expect(huggingFaceTable({ path: folder, name: 'mine' })).rejects.toThrow(
      new DataError(
        'mine holds no state.json, expected a folder that save_to_disk of Hugging Face datasets wrote; it holds dataset_dict.json, test, train: ' +
          'name the folder of one split (source.train.folder)',
      ),
    );
    const gone = copy();
    rmSync(join(gone.path, 'data-00001-of-00002.arrow'));
    await expect(huggingFaceTable(gone)).rejects.toThrow(
      /^train\/data-00001-of-00002\.arrow cannot be read as Arrow \(ENOENT/,
    );
  });

  it('refuses a state that it does not know, and a selection beside the data', async () => {
    const odd = copy();
    writeFileSync(join(odd.path, 'state.json'), '{"_data_files": [{"filename": "../x.arrow"}]}');
    await expect(huggingFaceTable(odd)).rejects.toThrow(
      /^train\/state\.json is not what Hugging Face datasets writes \(.*_data_files\[0\]\.filename.*\): save the data again$/,
    );
    const selected = copy();
    const state = JSON.parse(readFileSync(join(selected.path, 'state.json'), 'utf8')) as object;
    writeFileSync(
      join(selected.path, 'state.json'),
      JSON.stringify({ ...state, _indices_data_files: [{ filename: 'indices.arrow' }] }),
    );
    await expect(huggingFaceTable(selected)).rejects.toThrow(
      new DataError(
        'train holds a selection of rows beside its data, as old versions of datasets saved it, expected plain data: ' +
          'load it and save it again with dataset.flatten_indices().save_to_disk(…)',
      ),
    );
  });

  it('refuses files of other columns', async () => {
    const mixed = copy();
    cpSync(join(fixtures, 'odd.arrow'), join(mixed.path, 'data-00001-of-00002.arrow'));
    await expect(huggingFaceTable(mixed)).rejects.toThrow(
      new DataError(
        'train/data-00001-of-00002.arrow has the columns missing, nan, large, time, record, bytes, text, label, absent, ' +
          'expected those of train/data-00000-of-00002.arrow: x, label',
      ),
    );
  });
});
