import { parse } from 'acorn';
import { describe, expect, it } from 'vitest';
import { isConstant, isPure } from '../../../../src/cache/code/purity.ts';
import type { SyntaxNode } from '../../../../src/cache/code/syntax.ts';

/** In this module `z` comes from zod, `fs` from node:fs, and `make` and `Map2` are its own. */
function pure(expression: string): boolean {
  const program = parse(`(${expression})`, { ecmaVersion: 'latest', sourceType: 'module' });
  const [statement] = (program as unknown as SyntaxNode)['body'] as SyntaxNode[];
  return isPure(statement!['expression'] as SyntaxNode, {
    packageOf: (name) => ({ z: 'zod', fs: 'node:fs' })[name],
    isDeclared: (name) => ['make', 'Map2', 'Set'].includes(name),
    isMarkedPure: (position) => expression.startsWith('marked', position - 1),
  });
}

describe('isPure', () => {
  it.each([
    '1',
    '-x',
    '"text"',
    '/pattern/u',
    'name',
    '`a ${b}`',
    '() => make()',
    'function () { make(); }',
    '[1, ...list]',
    '{ a: 1, b: { ...rest } }',
    'a ? b : c ?? d',
    'a.b.c',
    'new Map([[1, 2]])',
    'Math.max(1, 2)',
    'Object.freeze({})',
    'Array.from({ length: 3 }, (_, index) => index * 2)',
    'Array.from(list)',
    'Map.groupBy(list, (item) => item.name)',
    'new Float64Array(3)',
    "'a b'.split(' ')",
    "'a'.concat('b').trim()",
    'z.object({ a: z.string().min(1) }).strict()',
    'z.literal(1)',
    'z.coerce.number()',
    'z.set(z.string())',
    'class { a = make(); f() { make(); } static b = 1; }',
    'marked(1)',
  ])('holds for %s, which only makes its value', (expression) => {
    expect(pure(expression)).toBe(true);
  });

  it.each([
    'make()',
    'new Map2()',
    '[make()]',
    '{ a: make() }',
    '`${make()}`',
    'a = 1',
    'count++',
    'delete a.b',
    'await x',
    'tag`text`',
    'import("./x.js")',
    'fs.readFileSync("x")',
    'console.log(1)',
    'new Map([make()])',
    'Array.from(list, make)',
    'Array.from(list, () => make())',
    'Array.from(list, function () {})',
    'Float64Array.from(list, (x) => { count += x; })',
    'Map.groupBy(list, ({ a = make() }) => a)',
    'new Set()',
    'Object.assign(target, {})',
    'Object.defineProperty(target, "a", {})',
    'z.object({ a: make() })',
    'list.push(1)',
    'Array.prototype.push.call(list, 1)',
    'Object.freeze(list)',
    'Object.seal({})',
    'Error.captureStackTrace(list)',
    'z.config({})',
    'z.object({}).register(registry, {})',
    'z.globalRegistry.add(schema, {})',
    'Map.prototype.set.apply(table, [1, 2])',
    '[1].push(2)',
    'Math[name](1)',
    'class { static a = make(); }',
    'class { static { make(); } }',
    'class { [make()]() {} }',
    'class extends make() {}',
    'marked(make())',
  ])('does not hold for %s, which may do more', (expression) => {
    expect(pure(expression)).toBe(false);
  });

  it('holds for nothing at all', () => {
    const scope = { packageOf: () => undefined, isDeclared: () => false, isMarkedPure: () => false };
    expect(isPure(undefined, scope)).toBe(true);
    expect(isPure(null, scope)).toBe(true);
  });
});

describe('isConstant', () => {
  function constant(statement: string): boolean {
    const program = parse(statement, { ecmaVersion: 'latest', sourceType: 'module' });
    const [node] = (program as unknown as SyntaxNode)['body'] as SyntaxNode[];
    const [declarator] = (node!['declarations'] as SyntaxNode[] | undefined) ?? [];
    return isConstant(declarator ?? node!);
  }

  it.each([
    'function f() { g(); }',
    'const f = () => g()',
    'const a = -1',
    "const table = [{ a: 1, 'b': null, f() {} }]",
  ])('holds for %s, which reads nothing', (statement) => {
    expect(constant(statement)).toBe(true);
  });

  it.each([
    'const a = b',
    'const a = [b]',
    'const a = { b }',
    'const a = { [b]: 1 }',
    'const a = f()',
    'const a = b + 1',
  ])('does not hold for %s, which reads something', (statement) => {
    expect(constant(statement)).toBe(false);
  });
});
