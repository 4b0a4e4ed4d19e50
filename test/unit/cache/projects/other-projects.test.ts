import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { writeSealed } from '../../../../src/cache/files/sealed-json.ts';
import { writeLockFile } from '../../../../src/cache/lock-file.ts';
import { introduceProject, projectRecords } from '../../../../src/cache/projects/known-project.ts';
import { type OtherProject, otherProjects } from '../../../../src/cache/projects/other-projects.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { temporaryCache } from '../../../temporary-cache.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const key = sha256('key');

/** A cache that two projects use, of which the second has one result. */
function shared() {
  const cache = temporaryCache();
  const [above, one] = [temporaryFolder(), temporaryFolder()];
  const two = join(above, 'disk', 'two');
  mkdirSync(two, { recursive: true });
  const lockFile = join(two, 'pipeline.lock');
  writeLockFile(lockFile, new Map([['a', { key, output: sha256('output'), metrics: {} }]]));
  introduceProject(cache, one, join(one, 'pipeline.lock'));
  const path = introduceProject(cache, two, lockFile);
  const others = (...forget: string[]): OtherProject[] =>
    otherProjects(cache, one, join(one, 'pipeline.lock'), forget);
  const refusal = (problem: string, place = two): PipelineError =>
    new PipelineError(
      'cache-locked',
      `another project uses the cache ${cache.root}, and what it needs cannot be told: ${place}: ${problem}`,
      {
        hint: `Nothing was removed. Run eos-pipeline in that project; or, if its results may go: eos-pipeline gc --forget ${place}`,
      },
    );
  return { cache, above, two, lockFile, path, others, refusal };
}

describe('otherProjects', () => {
  it('gives the keys that the lock file of another project reaches, and leaves out the own project', () => {
    const { two, path, others } = shared();
    expect(others()).toEqual([{ root: two, path, state: 'kept', keys: [key] }]);
  });

  it('takes a removed folder for gone only where the folder that it was in is the same', () => {
    const { above, two, path, others, refusal } = shared();
    rmSync(two, { recursive: true });
    expect(others()).toEqual([{ root: two, path, state: 'gone', keys: [] }]);
    renameSync(join(above, 'disk'), join(above, 'unmounted'));
    mkdirSync(join(above, 'disk'));
    expect(() => others()).toThrow(
      refusal('it is not there, and neither is the folder that it was in (a disk that is not mounted?)'),
    );
  });

  it('does not guess about a project on another host, unless it is the very folder', () => {
    const { cache, two, path, others, refusal } = shared();
    const [record] = projectRecords(cache).filter((found) => found.path === path);
    const { project } = record as { project: object };
    writeSealed(path, { ...project, host: 'elsewhere' }, 'testing');
    expect(others()).toEqual([{ root: two, path, state: 'kept', keys: [key] }]);
    writeSealed(path, { ...project, host: 'elsewhere', inode: 1 }, 'testing');
    expect(() => others()).toThrow(refusal('it lies on the host elsewhere'));
  });

  it('refuses where the lock file, or the record of the project, cannot be read', () => {
    const { two, lockFile, path, others, refusal } = shared();
    writeFileSync(lockFile, 'no line\n');
    expect(() => others()).toThrow(refusal('this line of the lock file cannot be read: no line'));
    writeFileSync(path, 'x');
    expect(() => others()).toThrow(refusal('it is not a record of this program', path));
    expect(others(path)).toEqual([{ root: path, path, state: 'forgotten', keys: [] }]);
    expect(() => others(two)).toThrow(`--forget ${two}: no such project uses the cache`);
  });
});
