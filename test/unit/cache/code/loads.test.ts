import { parse } from 'acorn';
import { describe, expect, it } from 'vitest';
import { loadedBy, requireNames } from '../../../../src/cache/code/loads.ts';
import type { SyntaxNode } from '../../../../src/cache/code/syntax.ts';

function programOf(source: string): SyntaxNode {
  return parse(source, { ecmaVersion: 'latest', sourceType: 'module' }) as unknown as SyntaxNode;
}

/** What an expression loads, where `load` stands for a `require`. */
function loaded(expression: string): string | undefined {
  const [statement] = programOf(`(${expression})`)['body'] as SyntaxNode[];
  return loadedBy(statement!['expression'] as SyntaxNode, new Set(['load']));
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
    ["path.resolve(import.meta.dirname, '../x.json')", './../x.json'],
    ["path.join(__dirname, 'x.json')", './x.json'],
  ])('finds in %s the specifier %s', (expression, specifier) => {
    expect(loaded(expression)).toBe(specifier);
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
