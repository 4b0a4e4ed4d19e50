import { parse } from 'acorn';
import { describe, expect, it } from 'vitest';
import { type SyntaxNode, children, isNode, nameOf, syntaxText } from '../../../../src/cache/code/syntax.ts';

function program(source: string): SyntaxNode {
  return parse(source, { ecmaVersion: 'latest', sourceType: 'module' }) as unknown as SyntaxNode;
}

function textOf(source: string): string {
  return syntaxText(program(source));
}

describe('syntaxText', () => {
  it.each([
    ['a comment', 'f(1); // why', 'f(1);'],
    ['spaces and line breaks', 'f( 1,\n  2 )', 'f(1,2)'],
    ['quotes', `f("it's")`, String.raw`f('it\'s')`],
    ['semicolons', 'f();;\ng()', 'f(); g();'],
    ['a trailing comma', 'f([1, 2,],)', 'f([1, 2])'],
    ['needless parentheses', '(a + b)', 'a + b'],
    ['the spelling of a number', 'f(0x10, 1e3, 1_000)', 'f(16, 1000, 1000)'],
  ])('stays with %s', (_title, one, other) => {
    expect(textOf(one)).toBe(textOf(other));
  });

  it.each([
    ['a name', 'f(a)', 'f(b)'],
    ['a number', 'f(1)', 'f(2)'],
    ['a number in place of its text', 'f(1)', 'f("1")'],
    ['a bigint in place of its number', 'f(1)', 'f(1n)'],
    ['an operator', 'a + b', 'a - b'],
    ['parentheses that group', '(a + b) * c', 'a + b * c'],
    ['a hole in an array', '[1, , 2]', '[1, 2]'],
    ['const in place of let', 'const a = 1', 'let a = 1'],
    ['a regular expression', '/a/', '/b/'],
    ['a flag of a regular expression', '/a/g', '/a/'],
    ['a directive in place of a text', '"use strict"', '("use strict")'],
    ['an await', 'async () => await f()', 'async () => f()'],
    ['async', 'async () => f()', '() => f()'],
    ['an optional chain', 'a?.b', 'a.b'],
    ['a computed member', 'a[b]', 'a.b'],
    ['a template text', '`a${b}`', '`c${b}`'],
    ['the spelling of a template, which a tag sees', String.raw`tag` + '`\\n`', 'tag`\n`'],
    ['an infinite number in place of null', 'f(1e400)', 'f(null)'],
    ['an order of statements', 'f(); g()', 'g(); f()'],
    ['null in place of undefined', 'f(null)', 'f(undefined)'],
    ['false in place of null', 'f(false)', 'f(null)'],
    ['0 in place of false', 'f(0)', 'f(false)'],
    ['a static member', 'class A { static f() {} }', 'class A { f() {} }'],
    ['a shorthand in place of a renamed member', '({ a })', '({ a: b })'],
  ])('moves with %s', (_title, one, other) => {
    expect(textOf(one)).not.toBe(textOf(other));
  });
});

describe('children', () => {
  it('lists the nodes below a node with the member that each stands in', () => {
    const [statement] = program('f(1, x)')['body'] as SyntaxNode[];
    const call = statement!['expression'] as SyntaxNode;
    expect(children(call).map(([member, { type }]) => `${member} ${type}`)).toEqual([
      'callee Identifier',
      'arguments Literal',
      'arguments Identifier',
    ]);
  });

  it('passes by the holes of an array', () => {
    const [statement] = program('[1, , 2]')['body'] as SyntaxNode[];
    expect(children(statement!['expression'] as SyntaxNode)).toHaveLength(2);
  });
});

describe('isNode', () => {
  it('knows a node from everything else in a tree', () => {
    expect(isNode(program(''))).toBe(true);
    expect([null, undefined, 'Program', 7, [], {}, { type: 7 }].some(isNode)).toBe(false);
  });
});

describe('nameOf', () => {
  it('is the name of an identifier, or the text that stands for one', () => {
    expect(nameOf({ type: 'Identifier', name: 'a' })).toBe('a');
    expect(nameOf({ type: 'Literal', value: 'a b' })).toBe('a b');
    expect(nameOf({ type: 'Literal', value: 1 })).toBeUndefined();
    expect(nameOf(null)).toBeUndefined();
  });
});
