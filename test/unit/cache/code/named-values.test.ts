import { parse } from 'acorn';
import { describe, expect, it } from 'vitest';
import { namedValues } from '../../../../src/cache/code/named-values.ts';
import type { SyntaxNode } from '../../../../src/cache/code/syntax.ts';

/** The types of the syntax that gives each name its values. */
function types(source: string): Record<string, string[]> {
  const program = parse(source, { ecmaVersion: 'latest', sourceType: 'module' }) as unknown as SyntaxNode;
  return Object.fromEntries(
    [...namedValues(program)].map(([name, values]) => [name, values.map(({ type }) => type)]),
  );
}

describe('namedValues', () => {
  it('collects what names are given, at any depth', () => {
    expect(types("let a = 'x'; let none; function f() { a = 'y'; const b = a; a ??= [1]; }")).toEqual({
      a: ['Literal', 'Literal', 'ArrayExpression'],
      b: ['Identifier'],
    });
  });

  it('gives what stands for a value that is not written out: a parameter, a part of something, a turn of a loop', () => {
    const source = `
      function f(a, { b, c: [d] }, ...e) {}
      const g = (h = 'x') => { try { h += 'y'; } catch (i) {} };
      const { j } = k, [l] = k;
      for (const m of k) for (n in k);
      [o.p, q] = k;
    `;
    expect(types(source)).toMatchObject({
      ...Object.fromEntries(['a', 'b', 'd', 'e'].map((name) => [name, ['FunctionDeclaration']])),
      h: ['ArrowFunctionExpression', 'AssignmentExpression'],
      i: ['CatchClause'],
      j: ['VariableDeclarator'],
      l: ['VariableDeclarator'],
      m: ['ForOfStatement'],
      n: ['ForInStatement'],
      q: ['AssignmentExpression'],
    });
  });
});
