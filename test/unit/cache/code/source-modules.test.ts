import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SourceModules } from '../../../../src/cache/code/source-modules.ts';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { signatureAt } from '../../../../src/cache/files/signature.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';
import { projectFolder } from '../../../project-folder.ts';

function modules(): SourceModules {
  const made = new SourceModules();
  onTestFinished(() => made.close());
  return made;
}

describe('SourceModules.read', () => {
  it('takes types and comments away before it takes a TypeScript file apart', async () => {
    const folder = projectFolder({
      'a.ts':
        'import type { A } from "./a-type.ts";\n/** Doc. */\nexport function f(x: A): number { return x as number; }',
      'b.mts':
        'import { type B } from "./b-type.ts";\nexport function f(x) { return x; } // why\ninterface C {}',
      'c.js': 'export function f(x) { return x; }',
    });
    const source = modules();
    const [a, b, c] = await Promise.all(
      ['a.ts', 'b.mts', 'c.js'].map((name) => source.read(join(folder, name))),
    );
    expect(a!.pieces.map(({ hash }) => hash)).toEqual(c!.pieces.map(({ hash }) => hash));
    expect(b!.pieces.map(({ hash }) => hash)).toEqual(c!.pieces.map(({ hash }) => hash));
    expect(a!.loaded).toEqual([]);
    // `verbatimModuleSyntax`: Node loads this module, too.
    expect(b!.loaded).toEqual(['./b-type.ts']);
  });

  it('reads a file once, and keeps the signature from before it was read', async () => {
    const folder = projectFolder({ 'a.js': 'export const a = 1;' });
    const path = join(folder, 'a.js');
    const source = modules();
    expect(source.signature(path)).toBeUndefined();
    const before = signatureAt(path);
    const first = await source.read(path);
    writeFileSync(path, 'export const a = 2, b = 3;');
    expect(await source.read(path)).toBe(first);
    expect(source.signature(path)).toEqual(before);
  });

  it('says where a JavaScript file cannot be read', async () => {
    const folder = projectFolder({ 'a.js': 'export const a = 1;\nexport const b = ;' });
    await expect(modules().read(join(folder, 'a.js'))).rejects.toThrow(
      new PipelineError('bad-stage-file', 'the source cannot be read: Unexpected token', {
        location: { file: join(folder, 'a.js'), line: 2, column: 18 },
        hint: 'Correct the syntax; then run the same command again.',
        cause: expect.anything() as unknown,
      }),
    );
  });

  it('says where a TypeScript file cannot be read', async () => {
    const folder = projectFolder({ 'a.ts': 'export const a: number = 1;\nexport const b: = 2;' });
    await expect(modules().read(join(folder, 'a.ts'))).rejects.toThrow(
      new PipelineError('bad-stage-file', 'the source cannot be read: Unexpected "="', {
        location: { file: join(folder, 'a.ts'), line: 2, column: 17 },
        hint: 'Correct the syntax; then run the same command again.',
        cause: expect.anything() as unknown,
      }),
    );
  });

  it.each(['missing.js', 'folder.js'])('says that there is no file %s', async (name) => {
    const folder = projectFolder({});
    mkdirSync(join(folder, 'folder.js'));
    const path = join(folder, name);
    await expect(modules().read(path)).rejects.toThrow(
      new PipelineError('bad-stage-file', `the source file ${path} is not there`, {
        hint: 'Correct the path (with its extension, as Node needs it) where it is imported or named under "uses".',
        cause: expect.anything() as unknown,
      }),
    );
  });
});

describe('SourceModules.resolve', () => {
  it('finds files beside the importing one, whatever they hold', () => {
    const folder = projectFolder({ 'deep/a.js': '', 'table.json': '[1]', 'b.mjs': '' });
    const source = modules();
    const from = join(folder, 'deep/a.js');
    expect(source.resolve(from, '../b.mjs')).toEqual({ kind: 'module', file: join(folder, 'b.mjs') });
    expect(source.resolve(from, join(folder, 'b.mjs'))).toEqual({
      kind: 'module',
      file: join(folder, 'b.mjs'),
    });
    expect(source.resolve(from, '../table.json')).toEqual({
      kind: 'data',
      file: join(folder, 'table.json'),
      hash: sha256('[1]'),
    });
    expect(source.signature(join(folder, 'table.json'))).toEqual(signatureAt(join(folder, 'table.json')));
  });

  it('goes through links to where a file lies, and names each', () => {
    const folder = projectFolder({ 'a.js': '', 'far/b.js': '', 'far/w.txt': 'w' });
    const at = (path: string): string => join(folder, path);
    symlinkSync('middle.js', at('link.js'));
    symlinkSync('far/b.js', at('middle.js'));
    symlinkSync('far', at('near'));
    symlinkSync('far/w.txt', at('w.txt'));
    const source = modules();
    expect(source.resolve(at('a.js'), './link.js')).toEqual({
      kind: 'module',
      file: at('far/b.js'),
      via: [at('link.js'), at('middle.js')],
    });
    expect(source.resolve(at('a.js'), './near/b.js')).toEqual({
      kind: 'module',
      file: at('far/b.js'),
      via: [at('near/b.js')],
    });
    expect(source.resolve(at('a.js'), './w.txt', true)).toEqual({
      kind: 'data',
      file: at('w.txt'),
      hash: sha256('w'),
      via: [at('w.txt'), at('far/w.txt')],
    });
    for (const path of ['link.js', 'middle.js', 'near/b.js', 'w.txt', 'far/w.txt'])
      expect(source.signature(at(path)), path).toEqual(signatureAt(at(path)));
  });

  it('reads a specifier as the URL that it is', () => {
    const folder = projectFolder({ 'a.js': '', 'my w.txt': 'w', '100%.txt': 'x', 'b.js': '' });
    const source = modules();
    const from = join(folder, 'a.js');
    expect(source.resolve(from, './my%20w.txt', true)).toMatchObject({ hash: sha256('w') });
    expect(source.resolve(from, './100%.txt', true)).toMatchObject({ hash: sha256('x') });
    expect(source.resolve(from, './b.js?fresh#part')).toEqual({ kind: 'module', file: join(folder, 'b.js') });
    expect(source.resolve(from, pathToFileURL(join(folder, 'my w.txt')).href)).toMatchObject({
      hash: sha256('w'),
    });
  });

  it('tells data apart by their bytes, not by the text that they would be', () => {
    const folder = projectFolder({});
    writeFileSync(join(folder, 'one.bin'), Buffer.from('8081', 'hex'));
    writeFileSync(join(folder, 'other.bin'), Buffer.from('ff90', 'hex'));
    const hash = (name: string): unknown => modules().resolve(join(folder, 'a.js'), name, true);
    expect(hash('./one.bin')).toMatchObject({ hash: sha256(Buffer.from('8081', 'hex')) });
    expect(hash('./other.bin')).toMatchObject({ hash: sha256(Buffer.from('ff90', 'hex')) });
  });

  it('finds nothing for a file that a stage may load by its URL and that is not there', () => {
    const folder = projectFolder({ 'a.js': '' });
    const source = modules();
    expect(source.resolve(join(folder, 'a.js'), './later.json', true)).toEqual({
      kind: 'nothing',
      absent: [join(folder, 'later.json')],
    });
    // A folder is there, and no file can appear in its place.
    expect(source.resolve(join(folder, 'a.js'), './', true)).toEqual({ kind: 'nothing', absent: [] });
  });

  it('knows the modules of Node', () => {
    const source = modules();
    expect(source.resolve('/a.js', 'node:fs')).toEqual({ kind: 'builtin', name: 'fs' });
    expect(source.resolve('/a.js', 'fs/promises')).toEqual({ kind: 'builtin', name: 'fs/promises' });
  });

  it('finds the version of the nearest package of a name, scoped and by its parts', () => {
    const folder = projectFolder({
      'node_modules/near/package.json': '{ "version": "1.0.0" }',
      'stages/node_modules/near/package.json': '{ "version": "2.0.0" }',
      'node_modules/@scope/tool/package.json': '{ "version": "3.0.0" }',
      'node_modules/plain/package.json': '{}',
    });
    const source = modules();
    const from = join(folder, 'stages/a.js');
    const at = (path: string): string => join(folder, path, 'package.json');
    expect(source.resolve(from, 'near')).toEqual({
      kind: 'package',
      name: 'near',
      part: '',
      version: '2.0.0',
      file: at('stages/node_modules/near'),
      absent: [],
    });
    expect(source.resolve(from, '@scope/tool/part/x.js')).toEqual({
      kind: 'package',
      name: '@scope/tool',
      part: '/part/x.js',
      version: '3.0.0',
      file: at('node_modules/@scope/tool'),
      absent: [at('stages/node_modules/@scope/tool')],
    });
    expect(source.resolve(from, 'plain')).toMatchObject({ version: 'without version' });
    expect(source.resolve(from, 'no-such-package-anywhere')).toMatchObject({
      kind: 'package',
      name: 'no-such-package-anywhere',
      version: 'not installed',
    });
  });

  it('finds the private names of a package', () => {
    const folder = projectFolder({
      'package.json': '{ "name": "mine", "version": "4.0.0", "imports": { "#tool": "./lib/tool.js" } }',
      'lib/tool.js': '',
    });
    const source = modules();
    const from = join(folder, 'stages/a.js');
    // Without "exports" a package cannot import itself.
    expect(source.resolve(from, 'mine')).toMatchObject({ kind: 'package', version: 'not installed' });
    const description = join(folder, 'package.json');
    expect(source.resolve(join(folder, 'a.js'), '#tool')).toEqual({
      kind: 'module',
      file: join(folder, 'lib/tool.js'),
      via: [description],
    });
    expect(source.signature(description)).toEqual(signatureAt(description));
    // Node says which name there is none of, when the stage is loaded.
    expect(source.resolve(join(folder, 'a.js'), '#other')).toEqual({
      kind: 'nothing',
      absent: [],
      via: [description],
    });
  });
});
