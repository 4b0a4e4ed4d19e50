import { readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CacheFolder } from '../../../../src/cache/files/cache-folder.ts';
import {
  closurePath,
  knownStageCode,
  readPieces,
  stageCodes,
} from '../../../../src/cache/code/code-digest.ts';
import { type Digest, sha256 } from '../../../../src/cache/files/digest.ts';
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

async function digestOf(cache: CacheFolder, folder: string, stage = 'stages/train.js'): Promise<Digest> {
  const entry = join(folder, stage);
  return (await stageCodes(cache, [entry])).get(entry)!.digest;
}

/** The pieces and packages that differ once these files are written. */
async function moved(files: Record<string, string>): Promise<string[]> {
  const cache = temporaryCache();
  const folder = projectFolder(project);
  const before = await digestOf(cache, folder);
  writeProject(folder, files);
  const after = await digestOf(cache, folder);
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
    expect(await digestOf(cache, projectFolder(project))).toBe(await digestOf(cache, projectFolder(project)));
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
    expect(await digestOf(nowhere, folder)).toBe(await digestOf(temporaryCache(), folder));
    expect(readdirSync(folder)).not.toContain('cache');
  });

  it('moves when a package arrives that was not installed', async () => {
    const cache = temporaryCache();
    const folder = projectFolder({ 'train.js': "export default () => import('optional-package');" });
    const before = await settledDigest(cache, folder);
    writeProject(folder, { 'node_modules/optional-package/package.json': '{ "version": "1.0.0" }' });
    const after = await digestOf(cache, folder, 'train.js');
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
    expect(await digestOf(cache, folder, 'train.js')).not.toBe(before);
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
    expect(await digestOf(cache, folder, 'train.js')).not.toBe(before);
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
    expect(await digestOf(cache, folder, 'train.js')).not.toBe(before);
  });
});

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
    expect(await digestOf(cache, folder, 'train.js')).toBe(before);
    writeProject(folder, { 'node_modules/deep/package.json': '{ "version": "1.0.1" }' });
    const after = await digestOf(cache, folder, 'train.js');
    expect(readPieces(cache, after)!.packages).toEqual({ deep: '1.0.1', lib: '1.0.0' });
    writeProject(folder, { 'node_modules/lib/node_modules/deep/package.json': '{ "version": "2.0.0" }' });
    const nearer = await digestOf(cache, folder, 'train.js');
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
    expect(await digestOf(cache, folder, 'train.js')).not.toBe(before);
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
    const folder = projectFolder({ ...project });
    const link = join(projectFolder({}), 'link');
    symlinkSync(folder, link);
    expect(await digestOf(cache, link)).toBe(await digestOf(cache, folder));
  });
});

/** The digest once the files are old enough for their signatures to vouch for them. */
async function settledDigest(cache: CacheFolder, folder: string, stage = 'train.js'): Promise<Digest> {
  await setTimeout(40);
  const digest = await digestOf(cache, folder, stage);
  expect(knownStageCode(cache, join(folder, stage))).toMatchObject({ digest });
  return digest;
}

describe('the order of what happens when code is loaded', () => {
  const pair =
    'let n = 0;\nfunction next() { return ++n; }\nexport const a = next();\nexport const b = next();';
  const reexport = "export { a } from './numbers.js';\nexport default () => 1;";

  /** Whether the digest is another one with the later text of a file. */
  async function moves(before: Record<string, string>, after: Record<string, string>): Promise<boolean> {
    const cache = temporaryCache();
    const folder = projectFolder({ 'package.json': '{}', ...before });
    const digest = await digestOf(cache, folder, 'train.js');
    writeProject(folder, after);
    return (await digestOf(cache, folder, 'train.js')) !== digest;
  }

  it.each<[string, string, string]>([
    [
      'two declarations',
      'export const a = next();\nexport const b = next();',
      'export const b = next();\nexport const a = next();',
    ],
    [
      'a declaration and a statement',
      'export const a = next();\nnext();',
      'next();\nexport const a = next();',
    ],
    [
      'a statement and a reading of what it changes',
      'export const a = n + 1;\nnext();',
      'next();\nexport const a = n + 1;',
    ],
    ['a repeated var', 'export var a = 1;\nvar a = 2;', 'export var a = 2;\nvar a = 1;'],
    ['a statement and a var', 'export var a = 1;\na = 2;', 'a = 2;\nexport var a = 1;'],
  ])('counts for %s', async (_title, one, other) => {
    const numbers = 'let n = 0;\nfunction next() { return ++n; }\n';
    const before = { 'train.js': reexport, 'numbers.js': numbers + one };
    expect(await moves(before, { 'numbers.js': numbers + other })).toBe(true);
  });

  it.each<[string, string, string]>([
    [
      'functions and constants',
      'export const a = 1;\nconst f = () => a;\nfunction g() {}\nf(g);',
      'function g() {}\nf(g);\nconst f = () => a;\nexport const a = 1;',
    ],
    [
      'declarations that only make their values',
      'const x = 1;\nconst y = x + 1;\nexport const a = [x + 1, y, f];\nfunction f() {}',
      'function f() {}\nexport const a = [x + 1, y, f];\nconst y = x + 1;\nconst x = 1;',
    ],
  ])('does not count for %s', async (_title, one, other) => {
    const before = { 'train.js': reexport, 'numbers.js': one };
    expect(await moves(before, { 'numbers.js': other })).toBe(false);
  });

  it('counts for imports of modules that do something, and only for those', async () => {
    const modules = {
      'one.js': 'globalThis.list.push(1);',
      'two.js': 'globalThis.list.push(2);',
      'pure.js': 'export const p = 1;',
      'node_modules/tool/package.json': '{ "version": "1.0.0" }',
    };
    const train = (...imports: string[]): Record<string, string> => ({
      'train.js': [...imports.map((name) => `import '${name}';`), 'export default 1;'].join('\n'),
    });
    const swaps = async (a: string, b: string): Promise<boolean> =>
      moves({ ...modules, ...train(a, b) }, train(b, a));
    expect(await swaps('./one.js', './two.js')).toBe(true);
    expect(await swaps('./one.js', 'tool')).toBe(true);
    expect(await swaps('./one.js', './pure.js')).toBe(false);
  });

  it('counts in modules that are loaded later, too', async () => {
    const before = { 'train.js': "export default () => import('./numbers.js');", 'numbers.js': pair };
    expect(
      await moves(before, {
        'numbers.js': pair.replaceAll(/\b[ab]\b/g, (name) => (name === 'a' ? 'b' : 'a')),
      }),
    ).toBe(true);
  });
});

describe('what an imported name stands for', () => {
  const files = {
    'package.json': '{ "type": "module", "imports": { "#one": "./a.js", "#other": "./b.js" } }',
    'a.js': 'export default () => 1;\nexport const p = () => 2, q = () => 3;',
    'b.js': 'export default () => 4;\nexport const p = () => 5, q = () => 6;',
    'a.json': '1',
    'b.json': '2',
    'node_modules/stats/package.json': '{ "version": "1.0.0" }',
    'node_modules/robust/package.json': '{ "version": "1.0.0" }',
  };
  const use = (imports: string): string => `${imports}\nexport default () => [x, y];`;
  const json = "with { type: 'json' }";
  const tools = 'function one() {}\nfunction other() {}\n';

  /** The digests of two projects that differ in a few files. */
  const digests = (one: Record<string, string>, other: Record<string, string>): Promise<Digest[]> =>
    Promise.all(
      [one, other].map((more) =>
        digestOf(temporaryCache(), projectFolder({ ...files, ...more }), 'stage.js'),
      ),
    );

  it.each<[what: string, one: string, other: string]>([
    ['a member of a package', "import { min as x, y } from 'stats';", "import { max as x, y } from 'stats';"],
    ['a part of a package', "import { x, y } from 'stats/a';", "import { x, y } from 'stats/b';"],
    [
      'the package of a member',
      "import { x } from 'stats';\nimport { y } from 'robust';",
      "import { x } from 'robust';\nimport { y } from 'stats';",
    ],
    [
      'a member of a module of Node',
      "import { gzipSync as x, inflateSync as y } from 'node:zlib';",
      "import { deflateSync as x, inflateSync as y } from 'node:zlib';",
    ],
    ['a module of Node', "import x, * as y from 'node:fs';", "import x, * as y from 'node:fs/promises';"],
    [
      'a module',
      "import x from './a.js';\nimport y from './b.js';",
      "import x from './b.js';\nimport y from './a.js';",
    ],
    [
      'a member of a module',
      "import { p as x, q as y } from './a.js';",
      "import { q as x, p as y } from './a.js';",
    ],
    [
      'a namespace',
      "import * as x from './a.js';\nimport * as y from './b.js';",
      "import * as x from './b.js';\nimport * as y from './a.js';",
    ],
    [
      'data',
      `import x from './a.json' ${json};\nimport y from './b.json' ${json};`,
      `import x from './b.json' ${json};\nimport y from './a.json' ${json};`,
    ],
  ])('moves the digest: %s', async (_what, one, other) => {
    const [before, after] = await digests({ 'stage.js': use(one) }, { 'stage.js': use(other) });
    expect(after).not.toBe(before);
  });

  it.each<[what: string, one: Record<string, string>, other: Record<string, string>]>([
    [
      'a module exports its own names under each other’s',
      { 'c.js': `${tools}export { one as x, other as y };` },
      { 'c.js': `${tools}export { other as x, one as y };` },
    ],
    [
      'a module passes on names of another',
      { 'c.js': "export { p as x, q as y } from './a.js';" },
      { 'c.js': "export { q as x, p as y } from './a.js';" },
    ],
    [
      'a module passes on another one',
      {
        'c.js': "export { p as x } from './a.js';\nexport { q as y } from './d.js';",
        'd.js': "export * from './a.js';",
      },
      {
        'c.js': "export { p as x } from './a.js';\nexport { q as y } from './d.js';",
        'd.js': "export * from './b.js';\nexport * from './a.js';",
      },
    ],
    [
      'package.json lets private names lead elsewhere',
      { 'c.js': "export { p as x } from '#one';\nexport { p as y } from '#other';" },
      {
        'c.js': "export { p as x } from '#one';\nexport { p as y } from '#other';",
        'package.json': '{ "type": "module", "imports": { "#one": "./b.js", "#other": "./a.js" } }',
      },
    ],
    [
      'code is loaded by private names that lead elsewhere',
      { 'c.js': "export const x = () => import('#one'), y = () => import('#other');" },
      {
        'c.js': "export const x = () => import('#one'), y = () => import('#other');",
        'package.json': '{ "type": "module", "imports": { "#one": "./b.js", "#other": "./a.js" } }',
      },
    ],
  ])('moves the digest where %s', async (_what, one, other) => {
    const stage = { 'stage.js': use("import { x, y } from './c.js';") };
    const [before, after] = await digests({ ...stage, ...one }, { ...stage, ...other });
    expect(after).not.toBe(before);
  });

  it('does not move it where the same names are imported in another order, or by one statement', async () => {
    const [before, after] = await digests(
      { 'stage.js': use("import { p as x, q as y } from './a.js';") },
      { 'stage.js': use("import { q as y } from './a.js';\nimport { p as x } from './a.js';") },
    );
    expect(after).toBe(before);
  });

  it('does not move it where what is imported is not reached', async () => {
    const [before, after] = await digests(
      { 'stage.js': "import { min as x } from 'stats';\nexport default 1;" },
      { 'stage.js': "import { max as x } from 'stats';\nexport default 1;" },
    );
    expect(after).toBe(before);
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
    expect(await digestOf(cache, folder)).toBe(digest);
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
    await digestOf(cache, folder, 'train.js');
    expect(knownStageCode(cache, join(folder, 'train.js'))).toBeUndefined();
  });

  it('reads the code again where its record is damaged', async () => {
    const cache = temporaryCache();
    const folder = projectFolder({ 'train.js': 'export default 1;' });
    const digest = await settledDigest(cache, folder);
    damage(closurePath(cache, join(folder, 'train.js'))!, flipBit);
    expect(knownStageCode(cache, join(folder, 'train.js'))).toBeUndefined();
    expect(await digestOf(cache, folder, 'train.js')).toBe(digest);
  });
});

describe('readPieces', () => {
  it('gives nothing where the cache has lost them', async () => {
    const cache = temporaryCache();
    const digest = await digestOf(cache, projectFolder(project));
    expect(readPieces(cache, digest)).toBeDefined();
    rmSync(join(cache.code, 'pieces'), { recursive: true });
    expect(readPieces(cache, digest)).toBeUndefined();
    expect(readPieces(cache, sha256('other'))).toBeUndefined();
  });
});
