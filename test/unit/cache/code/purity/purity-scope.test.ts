import { parseExpressionAt } from 'acorn';
import { describe, expect, it } from 'vitest';
import {
  type PurityScope,
  isKnown,
  rootPackage,
  within,
} from '../../../../../src/cache/code/purity/purity-scope.ts';
import type { SyntaxNode } from '../../../../../src/cache/code/syntax.ts';

function expressionOf(text: string): SyntaxNode {
  return parseExpressionAt(text, 0, { ecmaVersion: 'latest', sourceType: 'module' }) as SyntaxNode;
}

const scope: PurityScope = {
  packageOf: (name) => ({ z: 'zod', fs: 'node:fs' })[name],
  isDeclared: (name) => name === 'Set',
  isNamespace: (name) => name === 'z',
  constantOf: (name) => (name === 'ONE' ? expressionOf('1') : undefined),
  isInertName: () => false,
  isMarkedPure: (position) => position === 7,
};

describe('isKnown', () => {
  it('holds for built-ins and packages that only make values, under their own names', () => {
    const known = ['z', 'Map', 'Set', 'fs', 'make', 'z.object'].filter((text) =>
      isKnown(expressionOf(text), scope),
    );
    expect(known).toEqual(['z', 'Map']);
    expect(isKnown(undefined, scope)).toBe(false);
  });
});

describe('rootPackage', () => {
  it('gives the package that a chain starts from', () => {
    expect(rootPackage(expressionOf('z.object({}).strict'), scope)).toBe('zod');
    expect(rootPackage(expressionOf('make().strict'), scope)).toBeUndefined();
    expect(rootPackage(expressionOf('[z]'), scope)).toBeUndefined();
  });
});

describe('within', () => {
  it('takes what parameters hide out of the names of the module', () => {
    const inner = within(scope, ['z', 'ONE', 'Map']);
    expect(inner.packageOf('z')).toBeUndefined();
    expect(inner.isNamespace('z')).toBe(false);
    expect(inner.constantOf('ONE')).toBeUndefined();
    expect(inner.isInertName('ONE')).toBe(true);
    expect(isKnown(expressionOf('Map'), inner)).toBe(false);
  });

  it('leaves the others as they are', () => {
    const inner = within(scope, ['x']);
    expect(inner.packageOf('z')).toBe('zod');
    expect(inner.isNamespace('z')).toBe(true);
    expect(inner.constantOf('ONE')).toMatchObject({ value: 1 });
    expect(inner.isInertName('ONE')).toBe(false);
    expect([inner.isDeclared('Set'), inner.isDeclared('Map'), inner.isMarkedPure(7)]).toEqual([
      true,
      false,
      true,
    ]);
  });
});
