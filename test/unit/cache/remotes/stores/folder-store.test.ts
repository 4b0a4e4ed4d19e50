import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../../src/cache/files/digest.ts';
import { FolderStore } from '../../../../../src/cache/remotes/stores/folder-store.ts';
import type { AbandonedUpload } from '../../../../../src/cache/remotes/stores/remote-store.ts';
import { describeStore } from '../../../../store-suite.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

describeStore('FolderStore', () => new FolderStore(temporaryFolder(), 5000));

describe('FolderStore', () => {
  const bytes = Buffer.from('content');
  const digest = sha256(bytes);
  const body = { bytes, sha256: digest };

  it('takes a folder that is not there for a mount that is missing, not for an empty cache', async () => {
    const folder = join(temporaryFolder(), 'mount');
    const store = new FolderStore(folder, 5000);
    const gone = { fault: 'no-place', message: `the folder ${folder} is not there` };
    await expect(store.get(`ac/${digest}`, 10)).rejects.toMatchObject(gone);
    await expect(store.put(`ac/${digest}`, body, true)).rejects.toMatchObject(gone);
  });

  it('takes what is no file for nothing, and leaves nothing half-written', async () => {
    const folder = temporaryFolder();
    const store = new FolderStore(folder, 5000);
    mkdirSync(join(folder, 'ac'));
    mkdirSync(join(folder, 'ac', digest));
    expect(await store.get(`ac/${digest}`, 10)).toBeUndefined();
    rmSync(join(folder, 'ac', digest), { recursive: true });
    symlinkSync(digest, join(folder, 'ac', digest));
    expect(await store.get(`ac/${digest}`, 10)).toBeUndefined();
    rmSync(join(folder, 'ac', digest));
    spawnSync('mkfifo', [join(folder, 'ac', digest)]);
    expect(await store.get(`ac/${digest}`, 10)).toBeUndefined();
    const missing = { file: join(folder, 'missing'), sizeBytes: 1, sha256: digest };
    await expect(store.put(`cas/${digest}`, missing, false)).rejects.toMatchObject({ code: 'file-vanished' });
    expect(readdirSync(join(folder, 'cas'))).toEqual([]);
  });

  it('knows what killed processes left, which is no object', async () => {
    const folder = temporaryFolder();
    const store = new FolderStore(folder, 5000);
    await store.put(`ac/${digest}`, body, false);
    const [old, young] = ['1-00000000-0', '2-00000000-0'].map((name) =>
      join(folder, `ac/${digest}.${name}.tmp`),
    );
    for (const path of [old!, young!]) writeFileSync(path, 'half');
    utimesSync(old!, 1000, 1000);
    const listed: string[] = [];
    for await (const { path } of store.list()) listed.push(path);
    expect(listed).toEqual([`ac/${digest}`]);
    expect(readdirSync(join(folder, 'ac')).length).toBe(3);
    const left: AbandonedUpload[] = [];
    for await (const upload of store.abandoned(Date.now() - 60_000)) left.push(upload);
    expect(left.map(({ sizeBytes }) => sizeBytes)).toEqual([4]);
    await left[0]!.remove();
    expect(readdirSync(join(folder, 'ac')).length).toBe(2);
  });
});
