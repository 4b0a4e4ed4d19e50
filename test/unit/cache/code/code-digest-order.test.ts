import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../code-digest.ts';
import { projectFolder, writeProject } from '../../../project-folder.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

describe('the order of what happens when code is loaded', () => {
  const pair =
    'let n = 0;\nfunction next() { return ++n; }\nexport const a = next();\nexport const b = next();';
  const reexport = "export { a } from './numbers.js';\nexport default () => 1;";

  /** Whether the digest is another one with the later text of a file. */
  async function moves(before: Record<string, string>, after: Record<string, string>): Promise<boolean> {
    const cache = temporaryCache();
    const folder = projectFolder({ 'package.json': '{}', ...before });
    const digest = await digestOf(cache, folder);
    writeProject(folder, after);
    return (await digestOf(cache, folder)) !== digest;
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
      'const x = 1;\nconst y = x + 1;\nexport const a = [x + 1, y, f];\nfunction f() {}\nconst z = x * 2;',
      'function f() {}\nconst x = 1;\nconst z = x * 2;\nconst y = x + 1;\nexport const a = [x + 1, y, f];',
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

describe('a declaration that nothing uses', () => {
  const notes = 'export const list = [];\nconst note = (what) => { list.push(what); return what; };\n';

  /** Whether the digest of a stage that reads the list moves when the declaration is added. */
  async function moves(base: string, unused: string): Promise<boolean> {
    const cache = temporaryCache();
    const folder = projectFolder({
      'package.json': '{}',
      'train.js': "export { list as default } from './notes.js';",
      'notes.js': notes + base,
      'node_modules/zod/package.json': '{ "version": "4.0.0" }',
    });
    const before = await digestOf(cache, folder);
    writeProject(folder, { 'notes.js': `${notes}${base}\n${unused}` });
    return (await digestOf(cache, folder)) !== before;
  }

  it.each<[what: string, base: string, unused: string]>([
    ['a getter', "const o = { get a() { return note('a'); } };", 'const unused = o.a;'],
    ['getters, spread', "const o = { get a() { return note('a'); } };", 'const unused = { ...o };'],
    ['an iterator', "const o = { *[Symbol.iterator]() { note('i'); } };", 'const unused = new Set(o);'],
    ['toString', "const o = { toString: () => note('t') };", 'const unused = `${o}`;'],
    ['valueOf', "const o = { valueOf: () => note('v') };", 'class Unused { static a = -o; }'],
    ['a proxy', "const o = new Proxy({}, { has: () => note('h') });", "const unused = 'a' in o;"],
    ['a static block', '', "class Unused { static { note('s'); } }"],
    ['a schema', "import { z } from 'zod';", "const unused = z.string().transform(note).parse('p');"],
  ])('counts where it runs %s', async (_what, base, unused) => {
    expect(await moves(base, unused)).toBe(true);
  });

  it.each([
    'const unused = { get a() { return note(1); } };',
    'class Unused { get a() { return note(1); } }',
  ])('does not count where it runs nothing: %s', async (unused) => {
    expect(await moves('', unused)).toBe(false);
  });
});
