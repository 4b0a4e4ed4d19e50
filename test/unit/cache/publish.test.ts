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
import { describe, expect, it, onTestFinished } from 'vitest';
import { ActionIndex } from '../../../src/cache/actions/action-index.ts';
import { CacheFolder } from '../../../src/cache/files/cache-folder.ts';
import { type Digest, sha256 } from '../../../src/cache/files/digest.ts';
import { namesIn } from '../../../src/cache/files/names-in.ts';
import { removeTree } from '../../../src/cache/files/remove-tree.ts';
import { storeOutput } from '../../../src/cache/outputs/output-store.ts';
import { isPublished } from '../../../src/cache/publication.ts';
import { publish } from '../../../src/cache/publish.ts';
import { type Owner, Session } from '../../../src/cache/sessions/session.ts';
import { PipelineError } from '../../../src/pipeline/faults/error.ts';
import { stage, store, temporaryCache } from '../../temporary-cache.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

interface Setting {
  cache: CacheFolder;
  index: ActionIndex;
  owner: Owner;
  folder: string;
}

function setting(): Setting {
  const cache = temporaryCache();
  const session = new Session(cache);
  onTestFinished(() => {
    session.close();
  });
  return {
    cache,
    index: new ActionIndex(cache),
    owner: session.owner,
    folder: join(temporaryFolder(), 'deep', 'reports'),
  };
}

const report = { 'index.html': '<p>', 'figures/a.json': '{}' };

describe('publish', () => {
  it('copies an output, with links and executable files, so that it can be written to', async () => {
    const { cache, index, owner, folder } = setting();
    const staging = stage(cache, { ...report, 'run.sh': '#!' });
    chmodSync(join(staging, 'run.sh'), 0o755);
    symlinkSync('index.html', join(staging, 'latest'));
    const { digest } = storeOutput(cache, staging).manifest;
    expect(isPublished(index, folder, digest)).toBe(false);
    expect(await publish(cache, index, owner, folder, digest)).toEqual({ files: 3 });
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
    const { cache, index, owner, folder } = setting();
    const before = store(cache, { ...report, 'old.html': '' }).digest;
    const after = store(cache, report).digest;
    await publish(cache, index, owner, folder, before);
    expect(await publish(cache, index, owner, folder, after)).toEqual({ files: 2 });
    expect(readdirSync(folder).sort()).toEqual(['figures', 'index.html']);
    expect(isPublished(index, folder, before)).toBe(false);
    expect(isPublished(index, folder, after)).toBe(true);
  });

  it('moves files that it had not put there to the quarantine and says where they are', async () => {
    const { cache, index, owner, folder } = setting();
    const { digest } = store(cache, report);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'thesis.txt'), 'years of work');
    const published = await publish(cache, index, owner, folder, digest);
    expect(published).toEqual({
      files: 2,
      displaced: join(cache.quarantine, readdirSync(cache.quarantine)[0]!, 'reports'),
    });
    expect(readFileSync(join(published!.displaced!, 'thesis.txt'), 'utf8')).toBe('years of work');
    expect(readdirSync(folder).sort()).toEqual(['figures', 'index.html']);
  });

  it('keeps a file that stands in the place of the folder', async () => {
    const { cache, index, owner, folder } = setting();
    const { digest } = store(cache, report);
    mkdirSync(dirname(folder));
    writeFileSync(folder, 'years of work');
    const published = await publish(cache, index, owner, folder, digest);
    expect(readFileSync(published!.displaced!, 'utf8')).toBe('years of work');
    expect(isPublished(index, folder, digest)).toBe(true);
  });

  it('keeps a file in the place of a published output that was empty', async () => {
    const { cache, index, owner, folder } = setting();
    const { digest } = store(cache, {});
    await publish(cache, index, owner, folder, digest);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'years of work');
    const published = await publish(cache, index, owner, folder, digest);
    expect(readFileSync(published!.displaced!, 'utf8')).toBe('years of work');
  });

  it.each(['elsewhere', 'nowhere'])(
    'keeps a link that stands in the place of the folder: one that leads %s',
    async (target) => {
      const { cache, index, owner, folder } = setting();
      const { digest } = store(cache, report);
      mkdirSync(join(folder, '..', 'elsewhere'), { recursive: true });
      writeFileSync(join(folder, '..', 'elsewhere', 'thesis.txt'), 'years of work');
      for (const round of [1, 2]) {
        rmSync(folder, { recursive: true, force: true });
        symlinkSync(target, folder);
        const published = await publish(cache, index, owner, folder, digest);
        expect(published!.displaced).toMatch(round === 1 ? /\/reports$/ : /\/reports\.2$/);
        expect(readlinkSync(published!.displaced!)).toBe(target);
        expect(readdirSync(folder).sort()).toEqual(['figures', 'index.html']);
      }
      expect(readFileSync(join(folder, '..', 'elsewhere', 'thesis.txt'), 'utf8')).toBe('years of work');
    },
  );

  it('restores a copy that was changed, and keeps what was written into it', async () => {
    const { cache, index, owner, folder } = setting();
    const { digest } = store(cache, report);
    await publish(cache, index, owner, folder, digest);
    writeFileSync(join(folder, 'index.html'), '<p>a note');
    expect(isPublished(index, folder, digest)).toBe(false);
    const published = await publish(cache, index, owner, folder, digest);
    expect(readFileSync(join(folder, 'index.html'), 'utf8')).toBe('<p>');
    expect(readFileSync(join(published!.displaced!, 'index.html'), 'utf8')).toBe('<p>a note');
  });

  it('restores a copy that was removed', async () => {
    const { cache, index, owner, folder } = setting();
    const { digest } = store(cache, report);
    await publish(cache, index, owner, folder, digest);
    rmSync(folder, { recursive: true });
    expect(isPublished(index, folder, digest)).toBe(false);
    expect(await publish(cache, index, owner, folder, digest)).toEqual({ files: 2 });
  });

  it('takes an empty folder without displacing it', async () => {
    const { cache, index, owner, folder } = setting();
    mkdirSync(folder, { recursive: true });
    expect(await publish(cache, index, owner, folder, store(cache, report).digest)).toEqual({ files: 2 });
  });

  it('does nothing where the output is not in the cache', async () => {
    const { cache, index, owner, folder } = setting();
    expect(await publish(cache, index, owner, folder, sha256('never made'))).toBeUndefined();
    expect(readdirSync(join(folder, '../..'))).toEqual([]);
  });

  it('does nothing where the folder holds the same bytes already: a fresh clone, a moved project', async () => {
    const { cache, index, owner, folder } = setting();
    const { digest } = store(cache, report);
    await publish(cache, index, owner, folder, digest);
    const other = new ActionIndex(new CacheFolder(join(temporaryFolder(), 'no-cache')));
    expect(isPublished(other, folder, digest)).toBe(true);
    expect(await publish(cache, other, owner, folder, digest)).toBeUndefined();
    expect(namesIn(cache.quarantine)).toEqual([]);
  });

  it.each<[string, (digest: Digest) => (content: Digest) => boolean, boolean]>([
    ['the cache has', () => () => false, true],
    ['the lock file names', (digest) => (content) => content === digest, false],
  ])(
    'replaces an output that %s, although it does not know that it published it',
    async (_title, ours, kept) => {
      const { cache, index, owner, folder } = setting();
      const before = store(cache, { 'old.html': 'of another branch' }).digest;
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'old.html'), 'of another branch');
      if (!kept) removeTree(cache.output(before));
      const { digest } = store(cache, report);
      expect(await publish(cache, index, owner, folder, digest, ours(before))).toEqual({ files: 2 });
      expect(namesIn(cache.quarantine)).toEqual([]);
    },
  );

  it('lets one of several processes publish; the others find that it is done', async () => {
    const { cache, index, owner, folder } = setting();
    const { digest } = store(cache, report);
    const owners = [1, 2, 3].map(() => new Session(cache));
    onTestFinished(() => {
      for (const session of owners) session.close();
    });
    const published = await Promise.all(
      [owner, ...owners.map((session) => session.owner)].map((each) =>
        publish(cache, new ActionIndex(cache), each, folder, digest),
      ),
    );
    expect(published.filter((done) => done !== undefined)).toEqual([{ files: 2 }]);
    expect(isPublished(index, folder, digest)).toBe(true);
    expect(readdirSync(dirname(folder))).toEqual(['reports']);
    expect(namesIn(cache.locks)).toEqual([]);
  });

  it.each(['.git', 'deep/.git', 'node_modules'])('refuses a folder that holds %s', async (name) => {
    const { cache, index, owner, folder } = setting();
    mkdirSync(join(folder, name), { recursive: true });
    await expect(publish(cache, index, owner, folder, store(cache, report).digest)).rejects.toThrow(
      new PipelineError('bad-pipeline', `${folder} holds ${name}, which no pipeline may replace`, {
        hint: 'Move it away, or publish to another folder: publishing replaces everything in it.',
      }),
    );
    expect(readdirSync(folder)).toEqual([name.split('/')[0]]);
  });

  it('names the folder that it cannot write, and leaves no half copy', async () => {
    const { cache, index, owner } = setting();
    const place = temporaryFolder();
    writeFileSync(join(place, 'file'), '');
    const folder = join(place, 'file', 'reports');
    await expect(publish(cache, index, owner, folder, store(cache, report).digest)).rejects.toThrow(
      new PipelineError('file-system', `publishing an output failed (EEXIST): ${join(place, 'file')}`, {
        hint: 'Look at the path; then run the same command again.',
        cause: expect.anything() as unknown,
      }),
    );
    expect(readdirSync(place)).toEqual(['file']);
  });
});
