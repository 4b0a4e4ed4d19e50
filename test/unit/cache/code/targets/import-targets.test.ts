import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ImportTargets } from '../../../../../src/cache/code/targets/import-targets.ts';
import { SignedFiles } from '../../../../../src/cache/code/targets/signed-files.ts';
import { projectFolder } from '../../../../project-folder.ts';

describe('ImportTargets.resolve', () => {
  it('finds the files that the own package gives out by its name', () => {
    const folder = projectFolder({
      'package.json': '{ "name": "mine", "exports": { "./tool": "./lib/tool.js" } }',
      'lib/tool.js': '',
      'node_modules/mine/package.json': '{ "version": "1.0.0" }',
    });
    const targets = new ImportTargets(new SignedFiles());
    const from = join(folder, 'stages/a.js');
    const description = join(folder, 'package.json');
    expect(targets.resolve(from, 'mine/tool')).toEqual({
      kind: 'module',
      file: join(folder, 'lib/tool.js'),
      via: [description],
      absent: [],
    });
    expect(targets.resolve(from, 'mine')).toEqual({ kind: 'nothing', via: [description], absent: [] });
  });

  it('follows a package that is linked to a folder outside of every node_modules', () => {
    const folder = projectFolder({
      'far/package.json': '{ "name": "far", "main": "main.js" }',
      'far/main.js': '',
      'project/node_modules/zod/package.json': '{ "version": "1.0.0" }',
    });
    symlinkSync('../../far', join(folder, 'project/node_modules/far'));
    const target = new ImportTargets(new SignedFiles()).resolve(join(folder, 'project/a.js'), 'far');
    const at = (path: string): string => join(folder, path);
    expect(target).toEqual({
      kind: 'module',
      file: at('far/main.js'),
      via: [at('project/node_modules/far/main.js'), at('project/node_modules/far/package.json')],
      absent: [],
    });
  });
});

describe('ImportTargets.nameOf', () => {
  it('is the way from the root, or from the package outside of it that a file is in', () => {
    const folder = projectFolder({
      'project/a/b.js': '',
      'far/package.json': '{ "name": "@own/far" }',
      'far/lib/c.js': '',
      'd.js': '',
    });
    const targets = new ImportTargets(new SignedFiles());
    const name = (file: string): string => targets.nameOf(join(folder, file), join(folder, 'project'));
    expect(name('project/a/b.js')).toBe('a/b.js');
    expect(name('far/lib/c.js')).toBe('@own/far:lib/c.js');
    expect(name('d.js')).toBe('../d.js');
  });
});
