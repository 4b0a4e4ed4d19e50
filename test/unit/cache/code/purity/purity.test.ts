import { parse, parseExpressionAt } from 'acorn';
import { describe, expect, it } from 'vitest';
import type { PurityScope } from '../../../../../src/cache/code/purity/purity-scope.ts';
import { isConstant, isPure } from '../../../../../src/cache/code/purity/purity.ts';
import type { SyntaxNode } from '../../../../../src/cache/code/syntax.ts';

/**
 * In this module `z` comes from zod, `path` from node:path and `fs` from node:fs, `other` is all of another module; `make`, `Map2`, `Set`,
 * `WIDTH` (a number), `item` (a schema), `table` (an object) and `list` (whatever else) are its own.
 */
const scope: PurityScope = {
  packageOf: (name) => ({ z: 'zod', fs: 'node:fs', path: 'node:path' })[name],
  isDeclared: (name) => ['make', 'Map2', 'Set', 'WIDTH', 'item', 'table', 'list'].includes(name),
  isNamespace: (name) => name === 'other',
  constantOf: (name) => {
    const given = { WIDTH: '512', item: 'z.string()', table: '({ a: 1 })' }[name];
    return given === undefined ? undefined : expressionOf(given);
  },
  isInertName: () => false,
  isMarkedPure: () => false,
};

function expressionOf(expression: string): SyntaxNode {
  return parseExpressionAt(expression, 0, { ecmaVersion: 'latest', sourceType: 'module' }) as SyntaxNode;
}

function pure(expression: string): boolean {
  const text = ` ${expression}`;
  const isMarkedPure = (position: number): boolean => text.startsWith('marked', position);
  return isPure(expressionOf(text), { ...scope, isMarkedPure });
}

describe('isPure', () => {
  it.each([
    '1',
    '-1',
    '-WIDTH',
    '!list',
    'typeof list',
    'list === make',
    '"text"',
    '/pattern/u',
    'name',
    '`a ${WIDTH}`',
    'WIDTH * 2 + 1',
    '() => make()',
    'function () { make(); }',
    '[1, list, ...[2]]',
    '{ a: 1, get b() { return make(); }, ...{ c: list === 1 } }',
    '{ [Symbol.iterator]() { make(); } }',
    'a ? b : c ?? d',
    '"abc".length',
    '[1, 2][0]',
    'Math.PI',
    'other.member',
    'import.meta.url',
    'z.core',
    'new Map([[1, 2]])',
    'Math.max(1, 2)',
    'Object.freeze({})',
    'Array.from({ length: 3 }, (_, index) => index * 2)',
    'Array.from([1, 2])',
    'Map.groupBy(["a", "b"], (item) => item.length)',
    'new Float64Array(3)',
    "'a b'.split(' ')",
    "'a'.concat('b').trim()",
    'path.join(import.meta.dirname, "a")',
    '`${path.join("a", "b")}/c`',
    'z.object({ a: z.string().min(1), b: item }).strict()',
    'z.string().transform((text) => make(text))',
    'z.literal(1)',
    'z.coerce.number()',
    'z.set(z.string())',
    'z.array(item)',
    'class { a = make(); f() { make(); } static b = 1; get c() { return make(); } [Symbol.iterator]() {} }',
    'class extends Error {}',
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
    'Array.from([1], make)',
    'Array.from([1], () => make())',
    'Array.from([1], function () {})',
    'Float64Array.from([1], (x) => { count += x; })',
    'Map.groupBy([1], ({ a = make() }) => a)',
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

  it.each([
    ['runs a getter', 'list.a'],
    ['runs a getter', 'list?.a.b'],
    ['runs a getter, of what may have got one', 'table.a'],
    ['runs getters', '{ ...list }'],
    ['runs getters', 'Object.entries(list)'],
    ['runs getters', 'Object.values({ get a() { return make(); } })'],
    ['runs a getter', 'new Error("text", list)'],
    ['runs a getter', 'Map.groupBy(list, (item) => item.name)'],
    ['runs a getter', 'z.object({ get a() { return make(); } })'],
    ['runs an iterator', '[...list]'],
    ['runs an iterator', 'path.join(...list)'],
    ['runs an iterator', 'new Map(list)'],
    ['runs an iterator', 'Array.from(list)'],
    ['runs an iterator', 'z.enum({ *[Symbol.iterator]() { make(); } })'],
    ['makes a text', '`${list}`'],
    ['makes a text', '[list].join()'],
    ['makes a text', 'String(list)'],
    ['makes a text', '{ [list]: 1 }'],
    ['makes a text', 'Math[list]'],
    ['makes a text', 'class { [list]() {} }'],
    ['makes a text', 'new URL(list)'],
    ['makes a number', '-list'],
    ['makes a number', 'list + 1'],
    ['makes a number', 'list < 1'],
    ['makes a number', 'Math.max(list)'],
    ['makes a number', '{}.a == list'],
    ['asks a proxy', '"a" in list'],
    ['asks a proxy', 'class extends list {}'],
    ['asks a proxy', 'z.enum(list)'],
    ['asks a proxy', 'z.array(list)'],
    ['asks a class', '[] instanceof list'],
    ['calls another method', '"a b".split(list)'],
    ['calls what a schema was given', 'z.string().transform(make).parse("a")'],
    ['calls what a schema was given', 'z.string().refine(make).safeParse("a")'],
    ['calls what a schema was given', 'z.string().refine(make).isOptional()'],
    ['calls what it is given', 'z.string().apply(make)'],
  ])('does not hold for what %s: %s', (_what, expression) => {
    expect(pure(expression)).toBe(false);
  });

  it('holds for nothing at all', () => {
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
