import { parse } from 'acorn';
import { describe, expect, it } from 'vitest';
import { ModuleNames } from '../../../../src/cache/code/module-names.ts';
import type { SyntaxNode } from '../../../../src/cache/code/syntax.ts';

function namesOf(source: string): ModuleNames {
  const program = parse(source, { ecmaVersion: 'latest', sourceType: 'module' }) as unknown as SyntaxNode;
  return new ModuleNames(program['body'] as SyntaxNode[]);
}

describe('ModuleNames', () => {
  it('says where imported names come from, and what is loaded', () => {
    const { imported, loaded } = namesOf(
      `import start, { step as next, 'a b' as odd } from './solver.ts'; import * as all from 'zod'; import './effect.ts';`,
    );
    expect(Object.fromEntries(imported)).toEqual({
      start: { specifier: './solver.ts', name: 'default' },
      next: { specifier: './solver.ts', name: 'step' },
      odd: { specifier: './solver.ts', name: 'a b' },
      all: { specifier: 'zod', name: '*' },
    });
    expect(loaded).toEqual(['./solver.ts', 'zod', './effect.ts']);
  });

  it('says what exported names stand for', () => {
    const { exported, exportsAll, loaded } = namesOf(
      `const a = 1; export { a as b }; export { c, default as d } from './c.ts'; export * as e from './e.ts';
       export * from './f.ts'; export function g() {} export const { h } = a; export default class {}`,
    );
    expect(Object.fromEntries(exported)).toEqual({
      b: { local: 'a' },
      c: { specifier: './c.ts', name: 'c' },
      d: { specifier: './c.ts', name: 'default' },
      e: { specifier: './e.ts', name: '*' },
      g: { local: 'g' },
      h: { local: 'h' },
      default: { local: 'default' },
    });
    expect(exportsAll).toEqual(['./f.ts']);
    expect(loaded).toEqual(['./c.ts', './e.ts', './f.ts']);
  });

  it('lists the declarations in their order, each statement without a new name as one without names', () => {
    const { declarations, declared } = namesOf(
      'var a = 1, b = 2; start(); var a = 3; const { c, d: [e] } = b;',
    );
    expect(declarations.map(({ names, isVar }) => [names, isVar])).toEqual([
      [['a'], true],
      [['b'], true],
      [[], false],
      [[], true],
      [['c', 'e'], false],
    ]);
    expect(Object.fromEntries(declared)).toEqual({ a: 0, b: 1, c: 4, e: 4 });
  });
});
