import { parse } from 'acorn';
import { describe, expect, it } from 'vitest';
import { namedValues } from '../../../../src/cache/code/named-values.ts';
import type { SyntaxNode } from '../../../../src/cache/code/syntax.ts';
import { textsOf } from '../../../../src/cache/code/texts.ts';

/** The texts that an expression may stand for, after more code. */
function texts(expression: string, before = ''): string[] {
  const source = `${before};\n(${expression})`;
  const program = parse(source, { ecmaVersion: 'latest', sourceType: 'module' }) as unknown as SyntaxNode;
  return textsOf((program['body'] as SyntaxNode[]).at(-1)!['expression'], namedValues(program));
}

describe('textsOf', () => {
  it.each([
    ["'x'", '', ['x']],
    ['`x${a}y${b}`', "const a = 1, b = 'z'", []],
    ['`x${a}y${a}`', "const a = 'z'", ['xzyz']],
    ["'./' + name + '.js'", "const name = big ? 'a' : 'b'", ['./a.js', './b.js']],
    ["given ?? 'b'", "let given; given = 'a'", ['a', 'b']],
    ['a', 'const a = b, b = a', []],
    ['f(a)', "const a = 'x'", []],
    ["a - 'x'", "const a = 'x'", []],
  ])('gives for %s after %s: %j', (expression, before, expected) => {
    expect(texts(expression, before)).toEqual(expected);
  });

  it('gives none where there are more choices than anybody wrote out', () => {
    const digits = `let d; ${Array.from({ length: 10 }, (_, digit) => `d = '${digit}';`).join(' ')}`;
    expect(texts('d + d + d', digits)).toHaveLength(1000);
    expect(texts('d + d + d + d', digits)).toEqual([]);
  });
});
