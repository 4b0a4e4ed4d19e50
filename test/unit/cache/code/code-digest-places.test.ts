import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { knownStageCode, readPieces } from '../../../../src/cache/code/code-digest.ts';
import { digestOf, settledDigest } from '../../../code-digest.ts';
import { projectFolder, writeProject } from '../../../project-folder.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

describe('local code that looks like a package', () => {
  const lib = (value: number): string => `export const a = ${value};\nexport const unused = 1;`;
  const stage = "import { a } from 'lib';\nexport default () => a;";

  /** Whether the digest moves when the one constant of the library does; the name of its piece. */
  async function follows(
    files: Record<string, string>,
    path: string,
    link?: [target: string, at: string],
  ): Promise<string[]> {
    const cache = temporaryCache();
    const folder = projectFolder({ 'project/train.js': stage, ...files, [path]: lib(1) });
    if (link) {
      writeProject(folder, { 'project/node_modules/.keep': '' });
      symlinkSync(link[0], join(folder, link[1]));
    }
    const before = await settledDigest(cache, folder, 'project/train.js');
    writeProject(folder, { [path]: lib(2) });
    expect(knownStageCode(cache, join(folder, 'project/train.js'))).toBeUndefined();
    const after = await digestOf(cache, folder, 'project/train.js');
    const [old, now] = [readPieces(cache, before)!.pieces, readPieces(cache, after)!.pieces];
    return Object.keys(now).filter((name) => old[name] !== now[name]);
  }

  it('is followed: the own package by its name', async () => {
    const files = { 'project/package.json': '{ "name": "lib", "exports": { "import": "./src/a.js" } }' };
    expect(await follows(files, 'project/src/a.js')).toEqual(['src/a.js#a']);
  });

  it('is followed: a linked package, whose pieces are called by its name', async () => {
    const files = {
      'project/package.json': '{ "type": "module" }',
      'far/package.json': '{ "name": "lib", "version": "1.0.0", "exports": "./a.js" }',
    };
    expect(await follows(files, 'far/a.js', ['../../far', 'project/node_modules/lib'])).toEqual([
      'lib:a.js#a',
    ]);
  });

  it('is followed: a workspace that another workspace imports', async () => {
    const files = {
      'package.json': '{ "workspaces": ["project", "libraries/*"] }',
      'project/package.json': '{ "name": "project", "dependencies": { "lib": "*" } }',
      'libraries/lib/package.json': '{ "name": "lib", "main": "a.js" }',
      'node_modules/.keep': '',
    };
    const link: [string, string] = ['../libraries/lib', 'node_modules/lib'];
    expect(await follows(files, 'libraries/lib/a.js', link)).toEqual(['lib:a.js#a']);
  });

  it('is followed: a copy in node_modules of a folder that package.json names', async () => {
    const files = {
      'project/package.json': '{ "dependencies": { "lib": "file:../far" } }',
      'project/node_modules/lib/package.json': '{ "version": "1.0.0", "main": "./a.js" }',
    };
    expect(await follows(files, 'project/node_modules/lib/a.js')).toEqual(['node_modules/lib/a.js#a']);
  });

  it('counts by the version where it is a package indeed, with the versions of what it needs', async () => {
    const cache = temporaryCache();
    const folder = projectFolder({
      'package.json': '{}',
      'train.js': stage,
      'node_modules/lib/package.json': '{ "version": "1.0.0", "dependencies": { "deep": "*" } }',
      'node_modules/lib/index.js': lib(1),
      'node_modules/deep/package.json': '{ "version": "1.0.0" }',
    });
    const before = await settledDigest(cache, folder);
    writeProject(folder, { 'node_modules/lib/index.js': lib(2) });
    expect(await digestOf(cache, folder)).toBe(before);
    writeProject(folder, { 'node_modules/deep/package.json': '{ "version": "1.0.1" }' });
    const after = await digestOf(cache, folder);
    expect(readPieces(cache, after)!.packages).toEqual({ deep: '1.0.1', lib: '1.0.0' });
    writeProject(folder, { 'node_modules/lib/node_modules/deep/package.json': '{ "version": "2.0.0" }' });
    const nearer = await digestOf(cache, folder);
    expect(readPieces(cache, nearer)!.packages).toEqual({ deep: '2.0.0', lib: '1.0.0' });
  });

  it('may be CommonJS in a file that ends in .js', async () => {
    const cache = temporaryCache();
    const folder = projectFolder({
      'package.json': '{}',
      'train.js': "import far from './far/a.js';\nexport default () => far;",
      'far/a.js': "if (typeof module === 'undefined') return;\nmodule.exports = require('./b');",
      'far/b.js': 'with (Math) exports.a = PI;',
    });
    const before = await settledDigest(cache, folder);
    writeProject(folder, { 'far/b.js': 'with (Math) exports.a = E;' });
    expect(await digestOf(cache, folder)).not.toBe(before);
  });
});

describe('code behind a link', () => {
  /** A stage whose module and whose data are links, and which may be one itself. */
  function linked(): string {
    const folder = projectFolder({
      'package.json': '{}',
      'train.js':
        "import { a } from './linked.js';\nexport default () => [a, new URL('./w.txt', import.meta.url)];",
      'far/solver.js': "export { a } from './a.js';",
      'far/a.js': 'export const a = 1;',
      'far/w.txt': 'w',
      'other/solver.js': 'export const a = 2;',
    });
    symlinkSync('middle.js', join(folder, 'linked.js'));
    symlinkSync('far/solver.js', join(folder, 'middle.js'));
    symlinkSync('far/w.txt', join(folder, 'w.txt'));
    symlinkSync('train.js', join(folder, 'stage.js'));
    return folder;
  }

  it.each<[string, (folder: string) => void]>([
    [
      'the stage file itself',
      (folder) => {
        writeProject(folder, { 'train.js': 'export default 1;' });
      },
    ],
    [
      'a module',
      (folder) => {
        writeProject(folder, { 'far/solver.js': 'export const a = 3;' });
      },
    ],
    [
      'a module beside the file that the link leads to',
      (folder) => {
        writeProject(folder, { 'far/a.js': 'export const a = 3;' });
      },
    ],
    [
      'data',
      (folder) => {
        writeProject(folder, { 'far/w.txt': 'v' });
      },
    ],
    [
      'where the link leads to',
      (folder) => {
        rmSync(join(folder, 'middle.js'));
        symlinkSync('other/solver.js', join(folder, 'middle.js'));
      },
    ],
  ])('moves the digest: %s', async (_title, act) => {
    const cache = temporaryCache();
    const folder = linked();
    const before = await settledDigest(cache, folder, 'stage.js');
    act(folder);
    expect(knownStageCode(cache, join(folder, 'stage.js'))).toBeUndefined();
    expect(await digestOf(cache, folder, 'stage.js')).not.toBe(before);
  });

  it('has one digest, through a link to the project and without', async () => {
    const cache = temporaryCache();
    const folder = projectFolder({
      'package.json': '{}',
      'train.js': "export { a as default } from './a.js';",
      'a.js': 'export const a = 1;',
    });
    const link = join(projectFolder({}), 'link');
    symlinkSync(folder, link);
    expect(await digestOf(cache, link)).toBe(await digestOf(cache, folder));
  });
});
