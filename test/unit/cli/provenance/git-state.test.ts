import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitState } from '../../../../src/cli/provenance/git-state.ts';
import { headMoves } from '../../../../src/cli/provenance/head-moves.ts';
import { git } from '../../../git.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

describe('the state of a project in git', () => {
  it('is not known outside of a repository, and before the first commit', () => {
    const folder = temporaryFolder();
    expect(gitState(folder, [])).toBeUndefined();
    git(folder, 'init');
    expect(gitState(folder, [])).toBeUndefined();
    expect(headMoves(folder)).toBe('');
  });

  it('is a commit, and whether anything but what the pipeline writes differs from it, in all of the repository', () => {
    const folder = temporaryFolder();
    const project = join(folder, 'a [project]');
    mkdirSync(join(project, 'reports'), { recursive: true });
    writeFileSync(join(project, 'pipeline.yaml'), 'version: 1');
    git(folder, 'init');
    git(folder, 'add', '.');
    git(folder, 'commit', '--message', 'one');
    const commit = git(folder, 'rev-parse', 'HEAD');
    const made = [join(project, 'pipeline.lock'), join(project, 'reports'), '/elsewhere/cache'];
    expect(gitState(project, made)).toEqual({ commit, changed: false });
    writeFileSync(join(project, 'reports/index.html'), 'page');
    writeFileSync(join(project, 'pipeline.lock'), '');
    expect(gitState(project, made)).toEqual({ commit, changed: false });
    const before = headMoves(project);
    writeFileSync(join(folder, 'outside.ts'), '');
    expect(gitState(project, made)).toEqual({ commit, changed: true });
    expect(headMoves(project)).toBe(before);
    git(folder, 'add', 'outside.ts');
    git(folder, 'commit', '--message', 'two');
    expect(headMoves(project)).not.toBe(before);
    expect(gitState(project, made)).toEqual({ commit: git(folder, 'rev-parse', 'HEAD'), changed: false });
  });
});
