import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { discardTree, removeTree, renameTree } from '../../../../src/cache/files/remove-tree.ts';
import { store, temporaryCache } from '../../../temporary-cache.ts';
import { projectFolder } from '../../../project-folder.ts';

describe('removeTree', () => {
  it('removes read-only folders with all that is in them', () => {
    const folder = projectFolder({ 'tree/deep/er/x.txt': 'x' });
    for (const path of ['tree/deep/er', 'tree/deep', 'tree']) chmodSync(join(folder, path), 0o555);
    removeTree(join(folder, 'tree'));
    expect(readdirSync(folder)).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('removes what lies deeper than a path can say', () => {
    const folder = projectFolder({ 'tree/x': 'x' });
    const script =
      "for (let n = 0; n < 30; n++) { fs.mkdirSync('d'.repeat(200)); process.chdir('d'.repeat(200)); }";
    execFileSync(process.execPath, ['-e', script], { cwd: join(folder, 'tree') });
    removeTree(join(folder, 'tree'));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('removes a file, and a link without what it points to', () => {
    const folder = projectFolder({ file: '', 'kept/x.txt': 'x' });
    symlinkSync('kept', join(folder, 'link'));
    removeTree(join(folder, 'file'));
    removeTree(join(folder, 'link'));
    expect(readdirSync(folder)).toEqual(['kept']);
    expect(readFileSync(join(folder, 'kept/x.txt'), 'utf8')).toBe('x');
  });

  it('finds nothing to do where nothing is', () => {
    const folder = projectFolder({ file: '' });
    removeTree(join(folder, 'missing'));
    removeTree(join(folder, 'file', 'below a file'));
    expect(readdirSync(folder)).toEqual(['file']);
  });
});

describe('two processes that remove the same tree', () => {
  it('do not trip over each other', async () => {
    const module = pathToFileURL(
      resolve(import.meta.dirname, '../../../../src/cache/files/remove-tree.ts'),
    ).href;
    const folder = projectFolder(
      Object.fromEntries(
        Array.from({ length: 2000 }, (_, index) => [`tree/${index % 200}/${index}/x.txt`, '']),
      ),
    );
    const code = `const { removeTree } = await import('${module}'); removeTree('${join(folder, 'tree')}');`;
    const run = promisify(execFile);
    await Promise.all([1, 2, 3].map(() => run(process.execPath, ['--input-type=module', '--eval', code])));
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('discardTree', () => {
  it('takes a stored output away, by way of the trash', () => {
    const cache = temporaryCache();
    const path = cache.output(store(cache, { 'deep/x.txt': 'x' }).digest);
    expect(discardTree(cache, path)).toBe(true);
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(cache.trash)).toEqual([]);
    expect(discardTree(cache, path)).toBe(false);
  });
});

describe('renameTree', () => {
  it('moves a read-only folder to another parent', () => {
    const folder = projectFolder({ 'a/tree/x.txt': 'x' });
    chmodSync(join(folder, 'a/tree'), 0o555);
    mkdirSync(join(folder, 'b'));
    renameTree(join(folder, 'a/tree'), join(folder, 'b/tree'));
    expect(readFileSync(join(folder, 'b/tree/x.txt'), 'utf8')).toBe('x');
    expect(readdirSync(join(folder, 'a'))).toEqual([]);
  });

  it('never merges with a folder that holds something', () => {
    const folder = projectFolder({ 'a/x.txt': 'x', 'b/y.txt': 'y' });
    expect(() => {
      renameTree(join(folder, 'a'), join(folder, 'b'));
    }).toThrow(/ENOTEMPTY|EEXIST/);
    expect(readdirSync(join(folder, 'b'))).toEqual(['y.txt']);
  });
});
