import { parseExpressionAt } from 'acorn';
import { describe, expect, it } from 'vitest';
import { isInert, isKnownCallee } from '../../../../../src/cache/code/purity/inert.ts';
import type { PurityScope } from '../../../../../src/cache/code/purity/purity-scope.ts';
import type { SyntaxNode } from '../../../../../src/cache/code/syntax.ts';

/** What stands in front of an expression takes this much room. */
const BEFORE = ' '.repeat(80);

function expressionOf(text: string, position = 0): SyntaxNode {
  return parseExpressionAt(text, position, { ecmaVersion: 'latest', sourceType: 'module' }) as SyntaxNode;
}

/** A module with these constants, that has `z` from zod and `path` from node:path. */
const scope: PurityScope = {
  packageOf: (name) => ({ z: 'zod', path: 'node:path' })[name],
  isDeclared: (name) => name === 'Number' || name === 'list',
  isNamespace: () => false,
  constantOf: (name) => {
    const given = {
      WIDTH: '512',
      TWICE: 'WIDTH * 2',
      CHOSEN: 'true ? WIDTH : "none"',
      HERE: 'import.meta.dirname',
      PATH: 'path.join("a", "b")',
      LARGEST: 'Math.max(1, 2)',
      TEXT: 'String([1])',
      NOTHING: 'undefined',
      TABLE: '({ a: 1 })',
      PARSED: 'path.parse("a")',
      PATTERN: '/a/',
      ITSELF: 'ITSELF',
    }[name];
    return given === undefined ? undefined : expressionOf(given);
  },
  isInertName: (name) => name === 'parameter',
  isMarkedPure: () => false,
};

const inert = (text: string): boolean => isInert(expressionOf(`${BEFORE}${text}`, BEFORE.length), scope);

describe('isInert', () => {
  it.each([
    '1',
    '/pattern/',
    '`${list}`',
    'list + 1',
    'typeof list',
    'undefined',
    'parameter',
    '[1, [2], { a: 3 }, ...[4]]',
    '(1, 2)',
    'list ? 1 : "a"',
    '1 || "a"',
    '"abc".length',
    'Math.PI',
    'import.meta',
    'import.meta.url',
    'new Map([[1, 2]])',
    'path.join("a")',
    'new URL("./x", import.meta.url)',
    'z.string()',
    '"a b".split(" ").join()',
  ])('holds for %s', (text) => {
    expect(inert(text)).toBe(true);
  });

  it.each(['WIDTH', 'CHOSEN', 'HERE', 'PATH', 'LARGEST', 'TEXT', 'NOTHING'])(
    'holds for the constant %s, which nothing can change',
    (name) => {
      expect(inert(name)).toBe(true);
    },
  );

  it.each([
    'list',
    'list.a',
    '[list]',
    '{ a: list }',
    '{ get a() { return 1; } }',
    '{ ...list }',
    '() => 1',
    'class {}',
    'list ? list : 1',
    'list ?? 1',
    'make()',
    'new Map(list)',
    'Number(1)',
    'Object.assign({}, { a: 1 })',
    'z.string().transform(() => 1)',
    'list.join()',
    'TABLE',
    'PARSED',
    'PATTERN',
    'ITSELF',
  ])('does not hold for %s', (text) => {
    expect(inert(text)).toBe(false);
  });
});

describe('isKnownCallee', () => {
  it.each(['Map', 'Object.freeze', 'z.object', 'z.object({}).strict', 'z.coerce.number', '"a".split'])(
    'holds for %s',
    (text) => {
      expect(isKnownCallee(expressionOf(text), scope)).toBe(true);
    },
  );

  it.each(['make', 'Number', 'Object.assign', 'Math[name]', 'list.join', 'z.string().parse', '[1].push'])(
    'does not hold for %s',
    (text) => {
      expect(isKnownCallee(expressionOf(text), scope)).toBe(false);
    },
  );
});
