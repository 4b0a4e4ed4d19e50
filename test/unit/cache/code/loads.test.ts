import { parse } from 'acorn';
import { describe, expect, it } from 'vitest';
import { loadedBy, requireNames } from '../../../../src/cache/code/loads.ts';
import { namedValues } from '../../../../src/cache/code/named-values.ts';
import type { SyntaxNode } from '../../../../src/cache/code/syntax.ts';

function programOf(source: string): SyntaxNode {
  return parse(source, { ecmaVersion: 'latest', sourceType: 'module' }) as unknown as SyntaxNode;
}

/** What an expression loads, where `load` stands for a `require`; several things after more code. */
function loaded(expression: string, before = ''): string | string[] | undefined {
  const program = programOf(`${before};\n(${expression})`);
  const statement = (program['body'] as SyntaxNode[]).at(-1)!;
  const scope = { requires: new Set(['load']), values: namedValues(program) };
  const found = loadedBy(statement['expression'] as SyntaxNode, scope);
  return found.length > 1 ? found : found[0];
}

describe('loadedBy', () => {
  it.each([
    ["import('./x.js')", './x.js'],
    ['import(`./x.js`)', './x.js'],
    ["new URL('./x.js', import.meta.url)", './x.js'],
    ["new URL('my%20x.bin', import.meta.url)", './my%20x.bin'],
    ["require('./x.cjs')", './x.cjs'],
    ["require('./100%.cjs')", './100%25.cjs'],
    ["require.resolve('katex/dist/x.css')", 'katex/dist/x.css'],
    ["load('tool')", 'tool'],
    ["load.resolve('tool')", 'tool'],
    ["createRequire(import.meta.url).resolve('tool/x')", 'tool/x'],
    ["module.createRequire(import.meta.url)('tool')", 'tool'],
    ["import.meta.resolve('tool')", 'tool'],
    ["join(import.meta.dirname, 'data', `x 1%.json`)", './data/x 1%25.json'],
    ["path.resolve(import.meta.dirname, '../x.json')", '../x.json'],
    ["path.join(__dirname, 'x.json')", './x.json'],
  ])('finds in %s the specifier %s', (expression, specifier) => {
    expect(loaded(expression)).toBe(specifier);
  });

  it.each([
    ['const here = import.meta.dirname', "join(here, 'lib/t1.txt')", './lib/t1.txt'],
    ['const here = import.meta.dirname', '`${here}/lib/t1.txt`', './lib/t1.txt'],
    ['const here = import.meta.dirname', "here + '/lib/t1.txt'", './lib/t1.txt'],
    ['let here; here = __dirname', "path.join(here, 'a', 'b.txt')", './a/b.txt'],
    ['const here = dirname(fileURLToPath(import.meta.url))', "join(here, 'x.txt')", './x.txt'],
    ["const here = fileURLToPath(new URL('.', import.meta.url))", "resolve(here, 'x.txt')", './x.txt'],
    ['const file = import.meta.filename', "join(dirname(dirname(file)), 'x.txt')", '../x.txt'],
    ['const up = dirname(import.meta.dirname)', "join(up, 'x.txt')", '../x.txt'],
    ["const base = new URL('./data/', import.meta.url)", "new URL('x.bin', base)", './data/x.bin'],
    ['const { url } = import.meta, base = import.meta.url', "new URL('data/x.bin', base)", './data/x.bin'],
    ["const data = join(import.meta.dirname, 'data')", "join(data, 'x.txt')", './data/x.txt'],
    ["const name = 'x.txt'", 'join(import.meta.dirname, name)', './x.txt'],
    ["const name = './x.js'", 'import(name)', './x.js'],
    ['const a = b, b = a', 'join(a, "x")', undefined],
    ['function f(folder) {}', "join(folder, 'x.txt')", undefined],
  ])('follows names: %s; %s', (before, expression, specifier) => {
    expect(loaded(expression, before)).toBe(specifier);
  });

  it('finds every place that a name may stand for', () => {
    const code =
      "const name = big ? 'a' : 'b'; const root = big ? __dirname : dirname(__dirname); let file = 'x'; file = 'y'";
    expect(loaded('join(root, file)', code)).toEqual(['./x', './y', '../x', '../y']);
  });

  it.each([
    ['require.resolve(`katex/dist/${name}.css`)', 'katex'],
    ['import(`@scope/tool/${name}.js`)', '@scope/tool'],
    ["load('tool/' + name)", 'tool'],
  ])('finds in %s, which starts with a package, %s', (expression, specifier) => {
    expect(loaded(expression)).toBe(specifier);
  });

  it.each([
    'import(name)',
    'import(`./${name}.js`)',
    'import(`tool${name}`)',
    'import(`@scope/${name}/x.js`)',
    "new URL('./x.js', base)",
    "new URL('./x.js', import.meta.dirname)",
    'new URL(name, import.meta.url)',
    'require(name)',
    "Promise.resolve('tool')",
    "resolve('tool')",
    "join(folder, 'x.json')",
    'join(import.meta.dirname, name)',
    'join(import.meta.dirname)',
    "dirname(import.meta.dirname, 'x')",
    'require',
  ])('finds nothing in %s', (expression) => {
    expect(loaded(expression)).toBeUndefined();
  });
});

describe('requireNames', () => {
  it('finds the names that code gives to a require of its own, at any depth', () => {
    const program = programOf(`
      const load = createRequire(import.meta.url);
      function f() { const nested = module.createRequire(file), other = require; }
    `);
    expect(requireNames(program)).toEqual(['load', 'nested']);
  });
});
