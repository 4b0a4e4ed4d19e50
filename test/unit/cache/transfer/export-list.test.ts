import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sealedText } from '../../../../src/cache/files/sealed-json.ts';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import {
  type ExportList,
  readExportList,
  writeExportList,
} from '../../../../src/cache/transfer/export-list.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const KEY = 'a secret that is long enough';
const list: ExportList = {
  format: 1,
  results: [{ key: sha256('a'), instance: 'train', sizeBytes: 3 }],
  dropped: [],
  checkpoints: [],
};

describe('the list of an export', () => {
  it('is read as it was written, with and without a signature', () => {
    const folder = temporaryFolder();
    expect(readExportList(folder, undefined)).toEqual({ state: 'missing' });
    writeExportList(folder, list, undefined);
    expect(readExportList(folder, undefined)).toEqual({ state: 'read', content: list });
    expect(readExportList(folder, KEY)).toEqual({ state: 'damaged', problem: 'it is not signed' });
    writeExportList(folder, list, KEY);
    expect(readExportList(folder, KEY)).toMatchObject({ state: 'read', content: list });
    expect(readExportList(folder, 'another secret, long enough')).toEqual({
      state: 'damaged',
      problem: 'its signature is wrong',
    });
  });

  it('is refused where somebody changed it', () => {
    const folder = temporaryFolder();
    writeExportList(folder, list, KEY);
    const path = join(folder, 'export.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('train', 'drain'));
    expect(readExportList(folder, undefined)).toMatchObject({ state: 'damaged' });
    const { signature } = (readExportListOf(folder) ?? {}) as { signature?: string };
    writeFileSync(path, sealedText({ ...list, results: [], signature }));
    expect(readExportList(folder, KEY)).toEqual({ state: 'damaged', problem: 'its signature is wrong' });
  });

  it.each([
    [
      'a key that is a path',
      { results: [{ key: '../../x', instance: 'a', sizeBytes: 1 }] },
      '.results[0].key',
    ],
    ['a format of the future', { format: 2 }, '.format'],
    ['a pack that is none', { checkpoints: [{ key: sha256('a'), packs: [7] }] }, '.checkpoints[0]'],
  ])('is refused with %s', (_, change, place) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'export.json'), sealedText({ ...list, ...change }));
    const read = readExportList(folder, undefined);
    expect(read.state).toBe('damaged');
    expect('problem' in read && read.problem).toContain(place);
  });
});

function readExportListOf(folder: string): unknown {
  return (JSON.parse(readFileSync(join(folder, 'export.json'), 'utf8')) as { content: unknown }).content;
}
