import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkExportFolder } from '../../../../src/cache/transfer/export-cache.ts';
import { exportAll, filledCache, listIn } from '../../../exported.ts';
import { damage, flipBit } from '../../../temporary-cache.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

describe('exportCache', () => {
  it('exports results, what temporary ones were, and the last checkpoint', async () => {
    const exported = await filledCache();
    expect(await exportAll(exported)).toEqual({
      results: 2,
      dropped: 1,
      checkpoints: 1,
      sizeBytes: 200_006,
      damaged: [],
    });
    const { results, dropped, checkpoints } = listIn(exported.folder);
    expect(results.map(({ instance }) => instance)).toEqual(['train', 'wide']);
    expect(dropped).toEqual([exported.records[2]]);
    expect(checkpoints).toMatchObject([{ instance: 'long', number: 2 }]);
    // Once more: everything is there.
    expect(await exportAll(exported)).toMatchObject({ results: 2, damaged: [] });
  });

  it('exports nothing that is damaged', async () => {
    const exported = await filledCache();
    const path = join(exported.cache.output(exported.records[1]!.output.digest), 'large.bin');
    damage(path, flipBit);
    const report = await exportAll(exported);
    expect(report.damaged).toEqual([{ instance: 'wide', problem: `${path}: its content changed` }]);
    expect(listIn(exported.folder).results.map(({ instance }) => instance)).toEqual(['train']);
  });
});

describe('checkExportFolder', () => {
  it('lets an export go into a new folder, an empty one, or an earlier export', async () => {
    const exported = await filledCache();
    checkExportFolder(join(exported.folder, 'new'));
    checkExportFolder(exported.folder);
    mkdirSync(join(exported.folder, 'cas'));
    checkExportFolder(exported.folder);
    await exportAll(exported);
    checkExportFolder(exported.folder);
  });

  it('refuses a folder with something else', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'thesis.tex'), '');
    expect(() => {
      checkExportFolder(folder);
    }).toThrow(`${folder} is not empty, and no export`);
  });
});
