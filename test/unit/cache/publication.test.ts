import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ActionIndex } from '../../../src/cache/actions/action-index.ts';
import type { CacheFolder } from '../../../src/cache/files/cache-folder.ts';
import { sha256 } from '../../../src/cache/files/digest.ts';
import { storeOutput } from '../../../src/cache/outputs/output-store.ts';
import { isPublished, publish } from '../../../src/cache/publication.ts';
import { PipelineError } from '../../../src/pipeline/faults/error.ts';
import { stage, store, temporaryCache } from '../../temporary-cache.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

interface Setting {
  cache: CacheFolder;
  index: ActionIndex;
  folder: string;
}

function setting(): Setting {
  const cache = temporaryCache();
  return { cache, index: new ActionIndex(cache), folder: join(temporaryFolder(), 'deep', 'reports') };
}

const report = { 'index.html': '<p>', 'figures/a.json': '{}' };

describe('publish', () => {
  it('copies an output, with links and executable files, so that it can be written to', async () => {
    const { cache, index, folder } = setting();
    const staging = stage(cache, { ...report, 'run.sh': '#!' });
    chmodSync(join(staging, 'run.sh'), 0o755);
    symlinkSync('index.html', join(staging, 'latest'));
    const { digest } = storeOutput(cache, staging).manifest;
    expect(isPublished(index, folder, digest)).toBe(false);
    expect(await publish(cache, index, folder, digest)).toEqual({ files: 3 });
    expect(isPublished(index, folder, digest)).toBe(true);
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual([
      'figures',
      'figures/a.json',
      'index.html',
      'latest',
      'run.sh',
    ]);
    expect(readFileSync(join(folder, 'latest'), 'utf8')).toBe('<p>');
    expect(lstatSync(join(folder, 'index.html')).mode & 0o777).toBe(0o644);
    expect(lstatSync(join(folder, 'run.sh')).mode & 0o777).toBe(0o755);
    expect(readdirSync(join(folder, '..'))).toEqual(['reports']);
  });

  it('replaces an earlier copy, what the new output lacks included', async () => {
    const { cache, index, folder } = setting();
    const before = store(cache, { ...report, 'old.html': '' }).digest;
    const after = store(cache, report).digest;
    await publish(cache, index, folder, before);
    expect(await publish(cache, index, folder, after)).toEqual({ files: 2 });
    expect(readdirSync(folder).sort()).toEqual(['figures', 'index.html']);
    expect(isPublished(index, folder, before)).toBe(false);
    expect(isPublished(index, folder, after)).toBe(true);
  });

  it('moves files that it had not put there to the quarantine and says where they are', async () => {
    const { cache, index, folder } = setting();
    const { digest } = store(cache, report);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'thesis.txt'), 'years of work');
    const published = await publish(cache, index, folder, digest);
    expect(published).toEqual({
      files: 2,
      displaced: join(cache.quarantine, readdirSync(cache.quarantine)[0]!, 'reports'),
    });
    expect(readFileSync(join(published!.displaced!, 'thesis.txt'), 'utf8')).toBe('years of work');
    expect(readdirSync(folder).sort()).toEqual(['figures', 'index.html']);
  });

  it('keeps a file that stands in the place of the folder', async () => {
    const { cache, index, folder } = setting();
    const { digest } = store(cache, report);
    mkdirSync(dirname(folder));
    writeFileSync(folder, 'years of work');
    const published = await publish(cache, index, folder, digest);
    expect(readFileSync(published!.displaced!, 'utf8')).toBe('years of work');
    expect(isPublished(index, folder, digest)).toBe(true);
  });

  it('keeps a file in the place of a published output that was empty', async () => {
    const { cache, index, folder } = setting();
    const { digest } = store(cache, {});
    await publish(cache, index, folder, digest);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'years of work');
    const published = await publish(cache, index, folder, digest);
    expect(readFileSync(published!.displaced!, 'utf8')).toBe('years of work');
  });

  it.each(['elsewhere', 'nowhere'])(
    'keeps a link that stands in the place of the folder: one that leads %s',
    async (target) => {
      const { cache, index, folder } = setting();
      const { digest } = store(cache, report);
      mkdirSync(join(folder, '..', 'elsewhere'), { recursive: true });
      writeFileSync(join(folder, '..', 'elsewhere', 'thesis.txt'), 'years of work');
      for (const round of [1, 2]) {
        rmSync(folder, { recursive: true, force: true });
        symlinkSync(target, folder);
        const published = await publish(cache, index, folder, digest);
        expect(published!.displaced).toMatch(round === 1 ? /\/reports$/ : /\/reports\.2$/);
        expect(readlinkSync(published!.displaced!)).toBe(target);
        expect(readdirSync(folder).sort()).toEqual(['figures', 'index.html']);
      }
      expect(readFileSync(join(folder, '..', 'elsewhere', 'thesis.txt'), 'utf8')).toBe('years of work');
    },
  );

  it('restores a copy that was changed, and keeps what was written into it', async () => {
    const { cache, index, folder } = setting();
    const { digest } = store(cache, report);
    await publish(cache, index, folder, digest);
    writeFileSync(join(folder, 'index.html'), '<p>a note');
    expect(isPublished(index, folder, digest)).toBe(false);
    const published = await publish(cache, index, folder, digest);
    expect(readFileSync(join(folder, 'index.html'), 'utf8')).toBe('<p>');
    expect(readFileSync(join(published!.displaced!, 'index.html'), 'utf8')).toBe('<p>a note');
  });

  it('restores a copy that was removed', async () => {
    const { cache, index, folder } = setting();
    const { digest } = store(cache, report);
    await publish(cache, index, folder, digest);
    rmSync(folder, { recursive: true });
    expect(isPublished(index, folder, digest)).toBe(false);
    expect(await publish(cache, index, folder, digest)).toEqual({ files: 2 });
  });

  it('takes an empty folder without displacing it', async () => {
    const { cache, index, folder } = setting();
    mkdirSync(folder, { recursive: true });
    expect(await publish(cache, index, folder, store(cache, report).digest)).toEqual({ files: 2 });
  });

  it('does nothing where the output is not in the cache', async () => {
    const { cache, index, folder } = setting();
    expect(await publish(cache, index, folder, sha256('never made'))).toBeUndefined();
    expect(readdirSync(join(folder, '../..'))).toEqual([]);
  });

  it('names the folder that it cannot write, and leaves no half copy', async () => {
    const { cache, index } = setting();
    const place = temporaryFolder();
    writeFileSync(join(place, 'file'), '');
    const folder = join(place, 'file', 'reports');
    await expect(publish(cache, index, folder, store(cache, report).digest)).rejects.toThrow(
      new PipelineError('file-system', `publishing an output failed (EEXIST): ${join(place, 'file')}`, {
        hint: 'Look at the path; then run the same command again.',
        cause: expect.anything() as unknown,
      }),
    );
    expect(readdirSync(place)).toEqual(['file']);
  });
});
