import { chmodSync, existsSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CacheFolder } from '../../../src/cache/files/cache-folder.ts';
import { CheckpointStore } from '../../../src/cache/outputs/checkpoint-store.ts';
import { sha256 } from '../../../src/cache/files/digest.ts';
import { checkOutput } from '../../../src/cache/outputs/output-check.ts';
import { removeTree } from '../../../src/cache/files/remove-tree.ts';
import { type VerifyProgress, verifyCache } from '../../../src/cache/verify.ts';
import { damage, fieldsOf, flipBit, recordAction, temporaryCache } from '../../temporary-cache.ts';

function inQuarantine(cache: CacheFolder, name: string): string {
  return join(cache.quarantine, readdirSync(cache.quarantine)[0]!, name);
}

describe('verifyCache', () => {
  it('reads everything and finds nothing wrong with what nobody touched', async () => {
    const cache = temporaryCache();
    recordAction(cache, fieldsOf({ width: 1 }), { 'x.txt': 'abc', 'deep/y.txt': 'de' });
    recordAction(cache, fieldsOf({ width: 2 }), { 'z.txt': 'z' });
    const heard: VerifyProgress[] = [];
    const report = await verifyCache(cache, (progress) => heard.push(progress), 1);
    expect(report).toEqual({ records: 2, outputs: 2, files: 3, sizeBytes: 6, problems: [] });
    expect(heard.at(-1)).toMatchObject({ files: 3, sizeBytes: 6, totalBytes: 6 });
  });

  it('finds a damaged record, moves it away and names it', async () => {
    const cache = temporaryCache();
    const { key } = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' });
    damage(cache.record(key), flipBit);
    const { problems } = await verifyCache(cache, undefined, 1);
    expect(problems).toEqual([
      {
        what: 'action-record',
        path: cache.record(key),
        problem: 'its content does not match its checksum',
        restored: false,
        quarantine: inQuarantine(cache, `${key}.json`),
      },
    ]);
    expect(existsSync(cache.record(key))).toBe(false);
  });

  it('finds a flipped bit, moves the output away and names the instance', async () => {
    const cache = temporaryCache();
    const { output } = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc', 'y.txt': 'd' });
    const path = join(cache.output(output.digest), 'x.txt');
    damage(path, flipBit);
    const { problems } = await verifyCache(cache, undefined, 1);
    expect(problems).toEqual([
      {
        what: 'output',
        path,
        problem: 'its content changed',
        restored: false,
        quarantine: inQuarantine(cache, output.digest),
        instance: 'train',
      },
    ]);
    expect(existsSync(cache.output(output.digest))).toBe(false);
    expect(existsSync(cache.manifest(output.digest))).toBe(false);
  });

  it('distrusts what was made from an output after that was written to', async () => {
    const cache = temporaryCache();
    const { digest } = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' }).output;
    const path = join(cache.output(digest), 'x.txt');
    damage(path, flipBit);
    const inputs = { run: [digest] };
    const { key } = recordAction(cache, fieldsOf({ a: 1 }, { inputs }), { y: '' }, { instance: 'analyze' });
    const { problems } = await verifyCache(cache, undefined, 1);
    expect(problems.map(({ what, path: place, instance }) => [what, place, instance])).toEqual([
      ['action-record', cache.record(key), 'analyze'],
      ['output', path, 'train'],
    ]);
    expect(existsSync(cache.record(key))).toBe(false);
  });

  it('finds a missing file without hashing, and a missing output by its record', async () => {
    const cache = temporaryCache();
    const short = recordAction(cache, fieldsOf({ width: 1 }), { 'x.txt': 'abc', 'y.txt': 'd' });
    const gone = recordAction(cache, fieldsOf({ width: 2 }), { 'z.txt': 'z' });
    const folder = cache.output(short.output.digest);
    chmodSync(folder, 0o755);
    rmSync(join(folder, 'x.txt'));
    removeTree(cache.output(gone.output.digest));
    const { problems } = await verifyCache(cache, undefined, 1);
    expect(problems.map(({ what, path, problem }) => ({ what, path, problem }))).toEqual([
      { what: 'output', path: cache.output(gone.output.digest), problem: 'it is missing' },
      { what: 'output', path: join(folder, 'x.txt'), problem: 'it is missing' },
    ]);
  });

  it('takes new signatures for good only once it has read the contents', async () => {
    const cache = temporaryCache();
    const { output } = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' });
    const path = join(cache.output(output.digest), 'x.txt');
    damage(path, flipBit);
    const manifest = readFileSync(cache.manifest(output.digest), 'utf8');
    const killed = verifyCache(cache, undefined, 1); // its first part has run when this returns
    expect(readFileSync(cache.manifest(output.digest), 'utf8')).toBe(manifest);
    expect((await killed).problems).toMatchObject([{ path, problem: 'its content changed' }]);

    const touched = temporaryCache();
    const other = recordAction(touched, fieldsOf({}), { 'y.txt': 'abc' });
    utimesSync(join(touched.output(other.output.digest), 'y.txt'), 1, 1);
    expect((await verifyCache(touched, undefined, 1)).problems).toEqual([]);
    expect(checkOutput(touched, other.output.digest, 'signature', () => sha256('never asked')).state).toBe(
      'intact',
    );
  });

  it('asks for no output that was dropped', async () => {
    const cache = temporaryCache();
    const { output } = recordAction(cache, fieldsOf({}), { 'x.txt': 'abc' }, { dropped: true });
    removeTree(cache.output(output.digest));
    expect((await verifyCache(cache, undefined, 1)).problems).toEqual([]);
  });

  it('sets a manifest and a mode right, and says so', async () => {
    const cache = temporaryCache();
    const first = recordAction(cache, fieldsOf({ width: 1 }), { 'x.txt': 'abc' }).output.digest;
    const second = recordAction(cache, fieldsOf({ width: 2 }), { 'y.txt': 'd' }).output.digest;
    damage(cache.manifest(first), () => Buffer.alloc(0));
    const path = join(cache.output(second), 'y.txt');
    chmodSync(path, 0o644);
    const { problems } = await verifyCache(cache, undefined, 1);
    expect(problems).toHaveLength(2);
    expect(problems).toEqual(
      expect.arrayContaining([
        {
          what: 'manifest',
          path: cache.manifest(first),
          problem: 'it was damaged and is written anew',
          restored: true,
          instance: 'train',
        },
        {
          what: 'output',
          path,
          problem: 'its mode was 0644, expected 0444',
          restored: true,
          instance: 'train',
        },
      ]),
    );
    expect((await verifyCache(cache, undefined, 1)).problems).toEqual([]);
  });

  it('finds a damaged checkpoint', async () => {
    const cache = temporaryCache();
    const key = sha256('key');
    await new CheckpointStore(cache, key).save((folder) => {
      writeFileSync(join(folder, 'state'), 'state');
    });
    const path = join(cache.checkpointsOf(key), '1');
    damage(join(path, 'state'), flipBit);
    expect((await verifyCache(cache, undefined, 1)).problems).toEqual([
      {
        what: 'checkpoint',
        path,
        problem: 'its content is not what was saved',
        restored: false,
        quarantine: inQuarantine(cache, '1'),
      },
    ]);
  });
});
