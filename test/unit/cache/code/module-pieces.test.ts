import { describe, expect, it } from 'vitest';
import { type ModulePieces, type Piece, splitModule } from '../../../../src/cache/code/module-pieces.ts';

function piece(module: ModulePieces, name: string): Piece {
  const found = module.pieces.find((one) => one.name === name);
  if (!found) throw new Error(`no piece ${name} in ${module.pieces.map((one) => one.name).join('; ')}`);
  return found;
}

function names({ pieces }: ModulePieces): string[] {
  return pieces.map(({ name }) => name);
}

function effects(module: ModulePieces): string[] {
  return module.effects.map((index) => module.pieces[index]!.name);
}

describe('splitModule', () => {
  it('makes a piece of each declaration, and of each declarator', () => {
    const module = splitModule(`
      export function step() {}
      class Solver {}
      const a = 1, b = 2;
      export const { c, d: [e = 1], ...rest } = make();
      export default () => 1;
    `);
    expect(names(module)).toEqual(['step', 'Solver', 'a', 'b', 'c, e, rest', 'default']);
    expect([...module.declared]).toEqual([
      ['step', 0],
      ['Solver', 1],
      ['a', 2],
      ['b', 3],
      ['c', 4],
      ['e', 4],
      ['rest', 4],
      ['default', 5],
    ]);
  });

  it('keeps all statements that do something in one piece, in their order', () => {
    const one = splitModule('start();\nfunction f() {}\nstop();');
    const other = splitModule('stop();\nfunction f() {}\nstart();');
    expect(effects(one)).toEqual(['top-level statements']);
    expect(piece(one, 'top-level statements').hash).not.toBe(piece(other, 'top-level statements').hash);
    expect(piece(one, 'f').hash).toBe(piece(other, 'f').hash);
  });

  it('keeps the order of all that is evaluated, the statements once for each', () => {
    const module = splitModule(
      'start();\nconst a = b;\nfunction f() {}\nconst c = 1;\nstop();\n;\nvar d = 1;',
    );
    expect(module.order.map((index) => module.pieces[index]!.name)).toEqual([
      'top-level statements',
      'a',
      'top-level statements',
      'd',
    ]);
  });

  it('keeps every declaration of a repeated var', () => {
    const module = splitModule('var a = 1;\nvar a = 2, b = 3;');
    expect([...module.declared]).toEqual([
      ['a', 0],
      ['b', 2],
    ]);
    expect(effects(module)).toEqual(['top-level statements']);
    const hash = (source: string): string => piece(splitModule(source), 'top-level statements').hash;
    expect(hash('var a = 1;\nvar a = 2;')).not.toBe(hash('var a = 1;\nvar a = 3;'));
  });

  it('counts a declaration that may do more than make its value as an effect', () => {
    const module = splitModule(`
      import { z } from 'zod';
      const schema = z.object({});
      const table = new Map();
      const marked = /* @__PURE__ */ make();
      const started = make();
      const { taken } = table;
    `);
    expect(effects(module)).toEqual(['started', 'taken']);
  });

  it('counts what is disposed of at the end of the module as an effect', () => {
    expect(effects(splitModule('using a = b;\nawait using c = d;\nconst e = f;'))).toEqual(['a', 'c']);
  });

  it('has no effects where a module only declares', () => {
    expect(splitModule('export const a = 1;\nexport function f() { g(); }\nfunction g() {}').effects).toEqual(
      [],
    );
  });

  it('names what a piece refers to, by the names of the module only', () => {
    const module = splitModule(`
      import { step as go } from './step.js';
      import * as matrix from './matrix.js';
      import fallback from './fallback.js';
      const limit = 3;
      function run(input) {
        const { limit: own } = input;
        console.log(input.go, { limit });
        return go(matrix.add(input), matrix, fallback, globalThis.undeclared);
      }
    `);
    const references = piece(module, 'run').references.map(({ name, member = '' }) => `${name}.${member}`);
    // Its own name and the shadowed one count too: rather one reference too many.
    expect([...new Set(references)]).toEqual(['run.', 'limit.', 'go.', 'matrix.add', 'matrix.', 'fallback.']);
    expect([...module.imported]).toEqual([
      ['go', { specifier: './step.js', name: 'step' }],
      ['matrix', { specifier: './matrix.js', name: '*' }],
      ['fallback', { specifier: './fallback.js', name: 'default' }],
    ]);
  });

  it('refers to every name of the module where text is evaluated', () => {
    const module = splitModule(`
      import { step } from './step.js';
      function half() {}
      export default (text) => eval(text);
    `);
    expect(piece(module, 'default').references.map(({ name }) => name)).toEqual(['half', 'default', 'step']);
  });

  it('knows where each export comes from', () => {
    const module = splitModule(`
      const local = 1;
      export { local as renamed, local as 'a b' };
      export { step, default as solve } from './solver.js';
      export * as tools from './tools.js';
      export * from './all.js';
      export default local;
    `);
    expect(Object.fromEntries(module.exported)).toEqual({
      renamed: { local: 'local' },
      'a b': { local: 'local' },
      step: { specifier: './solver.js', name: 'step' },
      solve: { specifier: './solver.js', name: 'default' },
      tools: { specifier: './tools.js', name: '*' },
      default: { local: 'default' },
    });
    expect(module.exportsAll).toEqual(['./all.js']);
    expect(module.loaded).toEqual(['./solver.js', './tools.js', './all.js']);
    expect(piece(module, 'default').references).toEqual([{ name: 'local' }]);
  });

  it('finds modules and files that are loaded when a piece runs', () => {
    const module = splitModule(`
      async function run() {
        const { solve } = await import('./solver.js');
        await import(\`./template.js\`);
        await import(\`./\${name}.js\`);
        const worker = new Worker(new URL('./worker.js', import.meta.url));
        return import(name) ?? new URL('./not-of-this-module', base);
      }
    `);
    expect(piece(module, 'run').loads).toEqual(['./solver.js', './template.js', './worker.js']);
    expect(module.loaded).toEqual([]);
  });

  it('keeps the hash of a piece when comments and layout change, and moves it with the code', () => {
    const hash = (source: string): string => piece(splitModule(source), 'step').hash;
    const before = hash('export function step(x) {\n  return x + 1;\n}');
    expect(hash('/** Adds one. */ export function step(x) { return (x + 1) /* why */ }')).toBe(before);
    expect(hash('function step(x) {\n  return x + 2;\n}')).not.toBe(before);
  });

  it('gives two default exports of different code different hashes, named or not', () => {
    const named = splitModule('export default function run() {}');
    expect(names(named)).toEqual(['run, default']);
    expect(named.exported.get('default')).toEqual({ local: 'default' });
    expect(piece(splitModule('export default { a: 1 }'), 'default').hash).not.toBe(
      piece(splitModule('export default { a: 2 }'), 'default').hash,
    );
  });

  it('throws what acorn says about code that is none', () => {
    expect(() => splitModule('function (')).toThrow(/^Unexpected token \(1:9\)$/);
  });
});
