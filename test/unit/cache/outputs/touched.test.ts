import { chmodSync, linkSync, lstatSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Touched } from '../../../../src/cache/outputs/touched.ts';
import { watchOutputs } from '../../../../src/cache/outputs/touched.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { damage, store, temporaryCache } from '../../../temporary-cache.ts';

/** What is found of an output with x.txt and deep/y.txt after something was done in its folder. */
async function after(
  act: (folder: string) => void,
): Promise<{ found: Touched[]; folder: string; output: string }> {
  const cache = temporaryCache();
  const output = store(cache, { 'x.txt': 'abc', 'deep/y.txt': 'defg' }).digest;
  const folder = cache.output(output);
  const since = watchOutputs(cache, [output, output]);
  await setTimeout(12);
  act(folder);
  return { found: since(), folder, output };
}

describe('watchOutputs', () => {
  it('finds nothing where an output was only read, was linked to, or got another mode', async () => {
    expect((await after(() => undefined)).found).toEqual([]);
    const link = await after((folder) => {
      linkSync(join(folder, 'x.txt'), join(temporaryFolder(), 'x'));
    });
    expect(link.found).toEqual([]);
    const mode = await after((folder) => {
      chmodSync(join(folder, 'x.txt'), 0o644);
    });
    expect(mode.found).toEqual([]);
    // And the protection is back.
    expect(lstatSync(join(mode.folder, 'x.txt')).mode & 0o777).toBe(0o444);
  });

  it('finds a file that was changed, also where it was set back to what it was', async () => {
    const changed = await after((folder) => {
      damage(join(folder, 'deep/y.txt'), () => Buffer.from('BAD!'));
    });
    const problems = [{ path: join(changed.folder, 'deep/y.txt'), problem: 'it was written to' }];
    expect(changed.found).toEqual([{ output: changed.output, problems, intact: false }]);
    const back = await after((folder) => {
      damage(join(folder, 'x.txt'), () => Buffer.from('BAD'));
      damage(join(folder, 'x.txt'), () => Buffer.from('abc'));
    });
    expect(back.found).toEqual([
      {
        output: back.output,
        problems: [{ path: join(back.folder, 'x.txt'), problem: 'it was written to' }],
        intact: true,
      },
    ]);
  });

  it('finds a change whose modification time was set back', async () => {
    const { found, folder } = await after((place) => {
      const path = join(place, 'x.txt');
      const { atime, mtime } = lstatSync(path);
      chmodSync(path, 0o644);
      writeFileSync(path, 'BAD');
      utimesSync(path, atime, mtime);
      chmodSync(path, 0o444);
    });
    expect(found).toMatchObject([{ intact: false }]);
    expect(found[0]!.problems[0]!.path).toBe(join(folder, 'x.txt'));
  });

  it('finds what was added, removed, renamed, and an output that is gone', async () => {
    const added = await after((folder) => {
      chmodSync(folder, 0o755);
      writeFileSync(join(folder, 'new.pyc'), '');
    });
    expect(added.found[0]!.problems).toEqual([
      { path: join(added.folder, 'new.pyc'), problem: 'it was added' },
    ]);
    const renamed = await after((folder) => {
      chmodSync(folder, 0o755);
      renameSync(join(folder, 'x.txt'), join(folder, 'z.txt'));
    });
    expect(renamed.found[0]!.problems).toEqual([
      { path: join(renamed.folder, 'x.txt'), problem: 'it was removed' },
      { path: join(renamed.folder, 'z.txt'), problem: 'it was added' },
    ]);
    const gone = await after((folder) => {
      for (const path of ['', 'deep']) chmodSync(join(folder, path), 0o755);
      rmSync(folder, { recursive: true });
    });
    expect(gone.found).toEqual([
      { output: gone.output, problems: [{ path: gone.folder, problem: 'it was removed' }], intact: false },
    ]);
  });
});
