import { parse } from 'acorn';
import { describe, expect, it } from 'vitest';
import { namedValues } from '../../../../src/cache/code/named-values.ts';
import { type SyntaxNode, children } from '../../../../src/cache/code/syntax.ts';
import { isUnfollowed } from '../../../../src/cache/code/unfollowed.ts';

/** The pieces of code that load what cannot be told from it. */
function unfollowed(source: string): string[] {
  const program = parse(source, { ecmaVersion: 'latest', sourceType: 'module' }) as unknown as SyntaxNode;
  const scope = { requires: new Set(['load']), values: namedValues(program) };
  const found = (node: SyntaxNode): string[] => [
    ...(isUnfollowed(node, scope) ? [source.slice(node.start, node.end)] : []),
    ...children(node).flatMap(([, child]) => found(child)),
  ];
  return found(program);
}

describe('isUnfollowed', () => {
  it.each([
    'import(name)',
    'import(`./${name}.js`)',
    "import('./' + name)",
    'import(pick())',
    "import(big ? './a.js' : name)",
    'require(name)',
    'require.resolve(name)',
    'load(name)',
    'import.meta.resolve(name)',
    'new URL(name, import.meta.url)',
    'join(import.meta.dirname, name)',
    'path.resolve(__dirname, ...names)',
    '`${import.meta.dirname}/${name}.json`',
  ])('is so of %s', (expression) => {
    expect(unfollowed(expression)).toEqual([expression]);
  });

  it.each([
    ['function f(name) { return import(name); }', 'import(name)'],
    ['for (const name of names) await import(name);', 'import(name)'],
    ["let name = './a.js'; name = process.argv[2]; import(name);", 'import(name)'],
    ["let name = './a'; name += '.js'; import(name);", 'import(name)'],
    ["const { name } = names; join(__dirname, name, 'x.txt');", "join(__dirname, name, 'x.txt')"],
    ["const here = import.meta.dirname; readFileSync(here + '/' + name + '.txt');", "here + '/' + name"],
    ['import(new URL(`./${name}.js`, import.meta.url).href);', 'new URL(`./${name}.js`, import.meta.url)'],
  ])('is so, once, in %s', (source, expression) => {
    expect(unfollowed(source)).toEqual([expression]);
  });

  it.each([
    "import('./a.js')",
    "const name = './a.js'; import(name)",
    "const name = big ? './a.js' : './b.js'; import(name)",
    "const name = big ? 'a' : 'b'; import(`./${name}.js`)",
    'import(`tool/${name}.js`)',
    "require('@scope/tool/' + name)",
    "import(new URL('./a.js', import.meta.url).href)",
    "join(import.meta.dirname, 'a', `b.txt`)",
    'join(folder, name)',
    'new URL(name)',
    'new URL(name, base)',
    'require',
    'require()',
    'report(`${import.meta.filename}: ${message}`)',
    "report('in ' + import.meta.dirname + ': ' + message)",
    'fileURLToPath(import.meta.url)',
    'Promise.resolve(name)',
  ])('is not so of anything in %s', (source) => {
    expect(unfollowed(source)).toEqual([]);
  });
});
