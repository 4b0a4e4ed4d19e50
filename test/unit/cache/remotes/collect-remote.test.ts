import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Digest } from '../../../../src/cache/files/digest.ts';
import { plainEntries, readManifest } from '../../../../src/cache/outputs/manifest.ts';
import { collectRemote } from '../../../../src/cache/remotes/collect-remote.ts';
import { Remote } from '../../../../src/cache/remotes/remote.ts';
import { FolderStore } from '../../../../src/cache/remotes/stores/folder-store.ts';
import { objectServer } from '../../../object-server.ts';
import { quiet, remoteAt } from '../../../remote-result.ts';
import { fieldsOf, recordAction, temporaryCache } from '../../../temporary-cache.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const DAY_MS = 86_400_000;

async function filled(): Promise<{ folder: string; remote: Remote; keys: Digest[] }> {
  const folder = temporaryFolder();
  const remote = new Remote(new FolderStore(folder, 5000), undefined);
  const cache = temporaryCache();
  const keys: Digest[] = [];
  for (const [width, files] of [
    { shared: 'both', a: '1' },
    { shared: 'both', b: '2' },
    { c: '3' },
  ].entries()) {
    const record = recordAction(cache, fieldsOf({ width }), files);
    const manifest = readManifest(cache, record.output.digest);
    if (manifest.state !== 'read') throw new Error('no manifest');
    await remote.send(record, plainEntries(manifest.content), cache.output(record.output.digest), quiet);
    keys.push(record.key);
  }
  return { folder, remote, keys };
}

/** Everything there is of that age. */
function age(folder: string, days: number, only: (name: string) => boolean = () => true): void {
  const at = (Date.now() - days * DAY_MS) / 1000;
  for (const part of ['ac', 'cas'])
    for (const name of readdirSync(join(folder, part)))
      if (only(name)) utimesSync(join(folder, part, name), at, at);
}

describe('collectRemote', () => {
  it('removes records that are old and not reached, and contents that no record names', async () => {
    const { folder, remote, keys } = await filled();
    age(folder, 40);
    const options = { keep: new Set([keys[0]!]), keepDays: 30, dryRun: true };
    const report = await collectRemote(remote, options);
    expect(report).toMatchObject({ records: 2, contents: 2, kept: { records: 1, contents: 1 } });
    expect(readdirSync(join(folder, 'ac')).length).toBe(3);
    expect(await collectRemote(remote, { ...options, dryRun: false })).toEqual(report);
    expect(readdirSync(join(folder, 'ac'))).toEqual([keys[0]]);
    expect(readdirSync(join(folder, 'cas')).length).toBe(1);
    expect(await remote.find(keys[0]!)).toBeDefined();
  });

  it('keeps what was sent lately, and contents whose record may be on its way', async () => {
    const { folder, remote, keys } = await filled();
    age(folder, 40, (name) => name === keys[0]);
    expect(await collectRemote(remote, { keep: new Set(), keepDays: 30, dryRun: false })).toMatchObject({
      records: 1,
      contents: 0,
      kept: { records: 2, contents: 3 },
    });
  });

  it('removes what cut uploads have left, a day after they were cut', async () => {
    const { folder, remote } = await filled();
    const left = join(folder, 'cas', `${'a'.repeat(64)}.1-00000000-0.tmp`);
    writeFileSync(left, 'half');
    const options = { keep: new Set<Digest>(), keepDays: 30, dryRun: true };
    expect(await collectRemote(remote, options)).toMatchObject({ cutUploads: 0, freedBytes: 0 });
    const later = { ...options, nowMs: Date.now() + 2 * DAY_MS };
    expect(await collectRemote(remote, later)).toMatchObject({ cutUploads: 1, freedBytes: 4 });
    expect(existsSync(left)).toBe(true);
    expect(await collectRemote(remote, { ...later, dryRun: false })).toMatchObject({ cutUploads: 1 });
    expect(existsSync(left)).toBe(false);
  });

  it('says where a remote cannot tell what it holds', async () => {
    const remote = remoteAt(await objectServer());
    expect(await collectRemote(remote, { keep: new Set(), keepDays: 0, dryRun: true })).toBeUndefined();
  });
});
