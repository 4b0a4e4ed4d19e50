import { readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  closurePath,
  knownStageCode,
  readPieces,
  stageCodes,
} from '../../../../src/cache/code/code-digest.ts';
import { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { digestOf, settledDigest } from '../../../code-digest.ts';
import { projectFolder, writeProject } from '../../../project-folder.ts';
import { damage, flipBit, temporaryCache } from '../../../temporary-cache.ts';

const project = {
  'package.json': '{ "name": "project", "type": "module" }',
  'stages/train.js': `
    import { z } from 'zod';
    import { step } from '../src/solver.js';
    const table = { start: null };
    export default { params: z.object({}), run: async () => [step(table), await import('../src/lazy.js')] };
  `,
  'src/solver.js': `
    export function step(x) { return half(x); }
    export function unreached(x) { return x; }
    function half(x) { return x / 2; }
  `,
  'src/lazy.js': 'export const lazy = 1;',
  'node_modules/zod/package.json': '{ "version": "4.0.0" }',
};

/** The pieces and packages that differ once these files are written. */
async function moved(files: Record<string, string>): Promise<string[]> {
  const cache = temporaryCache();
  const folder = projectFolder(project);
  const before = await digestOf(cache, folder, 'stages/train.js');
  writeProject(folder, files);
  const after = await digestOf(cache, folder, 'stages/train.js');
  const [old, now] = [readPieces(cache, before)!, readPieces(cache, after)!];
  const differing = (a: Record<string, string>, b: Record<string, string>): string[] =>
    [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]);
  const names = [...differing(old.pieces, now.pieces), ...differing(old.packages, now.packages)];
  expect(before === after).toBe(names.length === 0);
  return names;
}

describe('the code digest of a stage', () => {
  it.each<[string, Record<string, string>]>([
    [
      'a comment and the layout',
      { 'src/solver.js': `// Comment.\n${project['src/solver.js'].replaceAll('\n', ' ')}` },
    ],
    [
      'a function that the stage does not reach',
      { 'src/solver.js': project['src/solver.js'].replace('return x;', 'return 7;') },
    ],
    ['a new function', { 'src/solver.js': `${project['src/solver.js']}\nexport function more() {}` }],
    ['a file that the stage does not load', { 'src/other.js': 'globalThis.x = 1;' }],
    [
      'an unused import from a package',
      { 'src/lazy.js': `import { z } from 'other';\n${project['src/lazy.js']}` },
    ],
  ])('stays with %s', async (_title, files) => {
    expect(await moved(files)).toEqual([]);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'a function that the stage reaches',
      { 'src/solver.js': project['src/solver.js'].replace('x / 2', 'x / 3') },
      ['src/solver.js#half'],
    ],
    [
      'a constant',
      { 'stages/train.js': project['stages/train.js'].replace('null', 'false') },
      ['stages/train.js#table'],
    ],
    ['a lazily loaded module', { 'src/lazy.js': 'export const lazy = 2;' }, ['src/lazy.js#lazy']],
    [
      'a statement that runs when a module is loaded',
      { 'src/solver.js': `${project['src/solver.js']}\nstart();` },
      ['src/solver.js#top-level statements'],
    ],
    ['the version of a package', { 'node_modules/zod/package.json': '{ "version": "4.0.1" }' }, ['zod']],
    [
      'a function that is not reached any more',
      { 'src/solver.js': project['src/solver.js'].replace('half(x);', 'x / 2;') },
      ['src/solver.js#half', 'src/solver.js#step'],
    ],
  ])('moves with %s, which is named', async (_title, files, names) => {
    expect((await moved(files)).sort()).toEqual(names);
  });

  it('stays with types and comments in TypeScript', async () => {
    const cache = temporaryCache();
    const folder = projectFolder({
      'package.json': '{}',
      'train.ts': 'export default (x: number) => x + 1;',
    });
    const before = await digestOf(cache, folder, 'train.ts');
    writeFileSync(
      join(folder, 'train.ts'),
      '/** Doc. */\ntype X = number;\nexport default (x: X): number => x + 1;',
    );
    expect(await digestOf(cache, folder, 'train.ts')).toBe(before);
    writeFileSync(join(folder, 'train.ts'), 'export default (x: number) => x + 2;');
    expect(await digestOf(cache, folder, 'train.ts')).not.toBe(before);
  });

  it('is the same wherever the project lies', async () => {
    const cache = temporaryCache();
    expect(await digestOf(cache, projectFolder(project), 'stages/train.js')).toBe(
      await digestOf(cache, projectFolder(project), 'stages/train.js'),
    );
  });

  it('names pieces from the stage’s folder where there is no package', async () => {
    const cache = temporaryCache();
    const folder = projectFolder({ 'deep/train.js': 'export default 1;' });
    const pieces = readPieces(cache, await digestOf(cache, folder, 'deep/train.js'))!;
    expect(Object.keys(pieces.pieces)).toEqual(['train.js#default']);
  });

  it('is read without a trace where there is no cache folder', async () => {
    const folder = projectFolder(project);
    const nowhere = new CacheFolder(join(folder, 'cache'));
    expect(await digestOf(nowhere, folder, 'stages/train.js')).toBe(
      await digestOf(temporaryCache(), folder, 'stages/train.js'),
    );
    expect(readdirSync(folder)).not.toContain('cache');
  });

  it('moves when a package arrives that was not installed', async () => {
    const cache = temporaryCache();
    const folder = projectFolder({ 'train.js': "export default () => import('optional-package');" });
    const before = await settledDigest(cache, folder);
    writeProject(folder, { 'node_modules/optional-package/package.json': '{ "version": "1.0.0" }' });
    const after = await digestOf(cache, folder);
    expect(readPieces(cache, before)!.packages).toEqual({ 'optional-package': 'not installed' });
    expect(readPieces(cache, after)?.packages).toEqual({ 'optional-package': '1.0.0' });
  });

  it('moves when a nearer package of the same name arrives', async () => {
    const cache = temporaryCache();
    const folder = projectFolder({
      'package.json': '{}',
      'stages/train.js': "export default () => import('tool');",
      'node_modules/tool/package.json': '{ "version": "1.0.0" }',
    });
    const before = await settledDigest(cache, folder, 'stages/train.js');
    writeProject(folder, { 'stages/node_modules/tool/package.json': '{ "version": "2.0.0" }' });
    expect(await digestOf(cache, folder, 'stages/train.js')).not.toBe(before);
  });

  it('moves when a private name leads elsewhere', async () => {
    const description = (file: string): string =>
      JSON.stringify({ imports: { '#tool': { require: './one.js', import: file } } });
    const cache = temporaryCache();
    const folder = projectFolder({
      'package.json': description('./one.js'),
      'train.js': "import { a } from '#tool';\nexport default () => a;",
      'one.js': 'export const a = 1;',
      'other.js': 'export const a = 2;',
    });
    const before = await settledDigest(cache, folder);
    writeProject(folder, { 'package.json': description('./other.js') });
    expect(await digestOf(cache, folder)).not.toBe(before);
  });

  it.each([
    "const here = import.meta.dirname;\nexport default () => join(here, 'lib/t1.txt');",
    'const here = import.meta.dirname;\nexport default () => `${here}/lib/t1.txt`;',
    "export default () => { const lib = new URL('./lib/', import.meta.url); return new URL('t1.txt', lib); };",
    "const here = path.dirname(fileURLToPath(import.meta.url)), name = 't1.txt';\nexport default () => path.join(here, 'lib', name);",
  ])('moves with a file beside the code whose place has a name: %s', async (stage) => {
    const cache = temporaryCache();
    const folder = projectFolder({ 'package.json': '{}', 'train.js': stage, 'lib/t1.txt': 'one' });
    const before = await settledDigest(cache, folder);
    writeProject(folder, { 'lib/t1.txt': 'other' });
    expect(await digestOf(cache, folder)).not.toBe(before);
  });

  it('tells the environment variables that the reached code names', async () => {
    const cache = temporaryCache();
    const folder = projectFolder({
      'train.js': "import { f } from './f.js';\nexport default () => [f(), process.env.ONE];",
      'f.js': 'export const f = () => process.env.TWO;\nexport const unused = () => process.env.THREE;',
    });
    await settledDigest(cache, folder);
    const entry = join(folder, 'train.js');
    expect(knownStageCode(cache, entry)!.variables).toEqual(['ONE', 'TWO']);
  });

  it('moves when a file arrives that is loaded by its URL', async () => {
    const cache = temporaryCache();
    const folder = projectFolder({ 'train.js': "export default () => new URL('./w.bin', import.meta.url);" });
    const before = await settledDigest(cache, folder);
    writeProject(folder, { 'w.bin': 'weights' });
    expect(await digestOf(cache, folder)).not.toBe(before);
  });
});

describe('knownStageCode', () => {
  it('vouches for the last digest until a file of the closure changes', async () => {
    const cache = temporaryCache();
    const folder = projectFolder(project);
    const entry = join(folder, 'stages/train.js');
    expect(knownStageCode(cache, entry)).toBeUndefined();
    const digest = await settledDigest(cache, folder, 'stages/train.js');
    expect(knownStageCode(cache, entry)!.files.map(([path]) => path)).toEqual(
      ['node_modules/zod/package.json', 'src/lazy.js', 'src/solver.js', 'stages/train.js'].map((path) =>
        join(folder, path),
      ),
    );
    expect((await stageCodes(cache, [entry])).get(entry)).toEqual(knownStageCode(cache, entry));
    writeFileSync(join(folder, 'src/lazy.js'), '// Comment.\nexport const lazy = 1;');
    expect(knownStageCode(cache, entry)).toBeUndefined();
    expect(await digestOf(cache, folder, 'stages/train.js')).toBe(digest);
  });

  it('counts the packages of which the report takes typefaces', async () => {
    const cache = temporaryCache();
    const entry = resolve(import.meta.dirname, '../../../../stages/render-report.ts');
    const { digest } = (await stageCodes(cache, [entry])).get(entry)!;
    const packages = Object.keys(readPieces(cache, digest)!.packages);
    expect(packages).toEqual(
      expect.arrayContaining(['@fontsource/source-sans-3', '@fontsource/source-serif-4', 'katex']),
    );
  });

  it('vouches for every packaged stage once it has been read', async () => {
    const cache = temporaryCache();
    const stages = resolve(import.meta.dirname, '../../../../stages');
    const entries = readdirSync(stages).map((name) => join(stages, name));
    const codes = await stageCodes(cache, entries);
    for (const entry of entries) expect(knownStageCode(cache, entry), entry).toEqual(codes.get(entry));
  });

  it('does not vouch for files that were written in the same moment', async () => {
    const cache = temporaryCache();
    const folder = projectFolder({ 'train.js': 'export default 1;' });
    // Dated ahead: on a slow machine the moment of writing would be over.
    const soon = new Date(Date.now() + 60_000);
    utimesSync(join(folder, 'train.js'), soon, soon);
    await digestOf(cache, folder);
    expect(knownStageCode(cache, join(folder, 'train.js'))).toBeUndefined();
  });

  it('reads the code again where its record is damaged', async () => {
    const cache = temporaryCache();
    const folder = projectFolder({ 'train.js': 'export default 1;' });
    const digest = await settledDigest(cache, folder);
    damage(closurePath(cache, join(folder, 'train.js'))!, flipBit);
    expect(knownStageCode(cache, join(folder, 'train.js'))).toBeUndefined();
    expect(await digestOf(cache, folder)).toBe(digest);
  });
});

describe('readPieces', () => {
  it('gives nothing where the cache has lost them', async () => {
    const cache = temporaryCache();
    const digest = await digestOf(cache, projectFolder(project), 'stages/train.js');
    expect(readPieces(cache, digest)).toBeDefined();
    rmSync(join(cache.code, 'pieces'), { recursive: true });
    expect(readPieces(cache, digest)).toBeUndefined();
    expect(readPieces(cache, sha256('other'))).toBeUndefined();
  });
});
