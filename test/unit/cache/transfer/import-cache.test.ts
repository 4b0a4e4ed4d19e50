import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecord } from '../../../../src/cache/actions/action-record.ts';
import { readTree, treeDigest } from '../../../../src/cache/files/tree.ts';
import type { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import { CheckpointStore } from '../../../../src/cache/outputs/checkpoint-store.ts';
import { checkOutput } from '../../../../src/cache/outputs/output-check.ts';
import { writeExportList } from '../../../../src/cache/transfer/export-list.ts';
import { verifyCache } from '../../../../src/cache/verify.ts';
import {
  exportAll,
  type Exported,
  filledCache,
  importAll,
  INTERRUPTED,
  listIn,
  stepIn,
  writeState,
} from '../../../exported.ts';
import { fieldsOf, flipBit, recordAction, temporaryCache } from '../../../temporary-cache.ts';

async function exported(signingKey?: string): Promise<Exported> {
  const filled = await filledCache();
  await exportAll(filled, signingKey);
  return filled;
}

/** Everything that a cache holds of results and checkpoints. */
function contentOf(cache: CacheFolder): string {
  const parts = [cache.actions, cache.outputs, cache.checkpoints];
  return parts.map((folder) => treeDigest(existsSync(folder) ? readTree(folder) : [])).join();
}

describe('importCache', () => {
  it('takes results, what temporary ones were, and the checkpoint', async () => {
    const { records, folder } = await exported();
    const cache = temporaryCache();
    expect(await importAll(cache, folder)).toEqual({
      results: 3,
      known: 0,
      checkpoints: 1,
      sizeBytes: 200_006,
      refused: [],
    });
    for (const record of records) {
      expect(readRecord(cache, record.key)).toEqual({ state: 'read', content: record });
      const { state } = checkOutput(cache, record.output.digest, 'hash');
      expect(state).toBe(record.dropped === true ? 'missing' : 'intact');
    }
    expect(stepIn(cache)).toBe(20);
    expect((await verifyCache(cache, undefined, 1)).problems).toEqual([]);
    expect(readdirSync(cache.staging)).toEqual([]);
    expect(await importAll(cache, folder)).toMatchObject({
      results: 0,
      known: 4,
      checkpoints: 0,
      refused: [],
    });
  });

  it('leaves what is here as it is: another output of the same action, a checkpoint that is further, a result', async () => {
    const { folder } = await exported();
    const cache = temporaryCache();
    const own = recordAction(cache, fieldsOf({ width: 1 }), { 'a.txt': 'other bytes' });
    const checkpoints = new CheckpointStore(cache, INTERRUPTED);
    for (const step of [1, 2, 3]) await checkpoints.save(writeState(step));
    const report = await importAll(cache, folder);
    expect(report.refused).toEqual([
      { instance: 'train', problem: expect.stringContaining('the same action gave') as string },
    ]);
    expect(readRecord(cache, own.key)).toEqual({ state: 'read', content: own });
    expect(stepIn(cache)).toBe(3);
  });

  it('goes on from a checkpoint that is further than the one here, and counts on from it', async () => {
    const { folder } = await exported();
    const cache = temporaryCache();
    const checkpoints = new CheckpointStore(cache, INTERRUPTED);
    await checkpoints.save(writeState(1));
    expect(await importAll(cache, folder)).toMatchObject({ checkpoints: 1 });
    expect(stepIn(cache)).toBe(20);
    expect(checkpoints.latest(() => undefined)?.number).toBe(2);
  });

  it.each(['ac', 'cas'] as const)(
    'takes nothing whose bytes in %s are flipped, cut, empty or gone',
    async (part) => {
      const changes: ((path: string) => void)[] = [
        (path) => {
          writeFileSync(path, flipBit(readFileSync(path)));
        },
        (path) => {
          writeFileSync(path, readFileSync(path).subarray(1));
        },
        (path) => {
          writeFileSync(path, '');
        },
        (path) => {
          rmSync(path);
        },
      ];
      for (const change of changes) {
        const { folder } = await exported();
        for (const name of readdirSync(join(folder, part))) change(join(folder, part, name));
        const cache = temporaryCache();
        const before = contentOf(cache);
        const list = listIn(folder);
        // What was temporary stands in the list, with its seal.
        writeExportList(
          folder,
          { ...list, dropped: [], ...(part === 'ac' && { checkpoints: [] }) },
          undefined,
        );
        const report = await importAll(cache, folder);
        expect(report).toMatchObject({ results: 0, checkpoints: 0 });
        expect(report.refused).toHaveLength(part === 'ac' ? 2 : 3);
        expect(contentOf(cache)).toBe(before);
      }
    },
  );

  it('takes nothing of an export that means harm', async () => {
    const { folder, records } = await exported();
    const [first, second] = records;
    // The result of one action under the name of another.
    writeFileSync(join(folder, 'ac', first!.key), readFileSync(join(folder, 'ac', second!.key)));
    const list = listIn(folder);
    const [checkpoint] = list.checkpoints;
    const climbing = checkpoint!.entries.map((entry) => ({ ...entry, path: `../../${entry.path}` }));
    writeExportList(
      folder,
      {
        ...list,
        results: list.results.slice(0, 1),
        dropped: [{ ...records[2]!, output: { ...records[2]!.output, digest: '../../etc' as never } }],
        checkpoints: [
          { ...checkpoint!, entries: climbing },
          { ...checkpoint!, number: -1 },
          { ...checkpoint!, entries: [{ kind: 'link', path: 'deep', target: '/etc' }] },
        ],
      },
      undefined,
    );
    const cache = temporaryCache();
    const before = contentOf(cache);
    const { refused, ...taken } = await importAll(cache, folder);
    expect(taken).toEqual({ results: 0, known: 0, checkpoints: 0, sizeBytes: 0 });
    expect(refused.map(({ problem }) => problem)).toEqual([
      `ac/${first!.key}: it records the action ${second!.key}`,
      'its content.output.digest is not a digest',
      expect.stringContaining('its list of files[0]'),
      'its number -1 is none',
      expect.stringContaining('make the output'),
    ]);
    expect(contentOf(cache)).toBe(before);
  });

  it('takes with a key only what is signed by it', async () => {
    const key = 'a secret that is long enough';
    const { folder } = await exported(key);
    expect(await importAll(temporaryCache(), folder, key)).toMatchObject({ results: 3, refused: [] });
    const unsigned = await exported();
    writeExportList(unsigned.folder, listIn(unsigned.folder), key);
    const cache = temporaryCache();
    const report = await importAll(cache, unsigned.folder, key);
    expect(report.refused.map(({ problem }) => problem)).toEqual([
      expect.stringContaining('it is not signed'),
      expect.stringContaining('it is not signed'),
    ]);
  });
});
