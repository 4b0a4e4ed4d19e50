import { mkdirSync, realpathSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  forgetProject,
  introduceProject,
  isProject,
  projectRecords,
  rootOf,
} from '../../../../src/cache/projects/known-project.ts';
import { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import { projectFolder } from '../../../project-folder.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

describe('introduceProject', () => {
  it('says once which project it is, where, on which host, and touches that once a day', () => {
    const cache = temporaryCache();
    const root = projectFolder({});
    const lockFile = join(root, 'pipeline.lock');
    const path = introduceProject(cache, root, lockFile);
    const [inode, parentInode] = [statSync(root).ino, statSync(dirname(root)).ino];
    const project = {
      format: 1,
      root: realpathSync(root),
      lockFile: 'pipeline.lock',
      host: hostname(),
      inode,
      parentInode,
    };
    expect(projectRecords(cache)).toEqual([{ path, project }]);
    const before = statSync(path, { bigint: true }).mtimeNs;
    expect(introduceProject(cache, root, lockFile)).toBe(path);
    expect(statSync(path, { bigint: true }).mtimeNs).toBe(before);
    utimesSync(path, 1000, 1000);
    introduceProject(cache, root, lockFile);
    expect(statSync(path).mtimeMs).toBeGreaterThan(2_000_000);
    forgetProject(path);
    expect(projectRecords(cache)).toEqual([]);
  });

  it('knows the project that a cache lies in wherever it was moved', () => {
    const above = projectFolder({});
    const root = join(above, 'project');
    const cache = new CacheFolder(join(root, 'cache'));
    mkdirSync(cache.root, { recursive: true });
    introduceProject(cache, root, join(root, 'pipeline.lock'));
    const moved = join(above, 'moved');
    renameSync(root, moved);
    const there = new CacheFolder(join(moved, 'cache'));
    const records = projectRecords(there);
    expect(records).toMatchObject([{ project: { root: '..', host: '' } }]);
    const { project } = records[0] as { project: Parameters<typeof rootOf>[1] };
    expect(rootOf(there, project)).toBe(realpathSync(moved));
    expect(isProject(there, project, moved, join(moved, 'pipeline.lock'))).toBe(true);
    expect(isProject(there, project, moved, join(moved, 'other.lock'))).toBe(false);
  });
});

describe('projectRecords', () => {
  it('says what is wrong with a record that cannot be read', () => {
    const cache = temporaryCache();
    writeFileSync(join(cache.projects, 'a.json'), '');
    mkdirSync(join(cache.projects, 'b.json'));
    expect(projectRecords(cache)).toEqual([
      { path: join(cache.projects, 'a.json'), problem: 'it is empty' },
      { path: join(cache.projects, 'b.json'), problem: 'it is no file' },
    ]);
  });
});
