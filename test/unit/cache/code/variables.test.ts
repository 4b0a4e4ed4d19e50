import { parse } from 'acorn';
import { describe, expect, it } from 'vitest';
import { ModuleNames } from '../../../../src/cache/code/module-names.ts';
import { namedValues } from '../../../../src/cache/code/named-values.ts';
import type { SyntaxNode } from '../../../../src/cache/code/syntax.ts';
import { variablesIn } from '../../../../src/cache/code/variables.ts';

function variables(source: string): string[] {
  const program = parse(source, { ecmaVersion: 'latest', sourceType: 'module' }) as unknown as SyntaxNode;
  const { imported } = new ModuleNames(program['body'] as SyntaxNode[]);
  return variablesIn(program, { values: namedValues(program), imported });
}

describe('variablesIn', () => {
  it.each([
    'process.env.MYVAR',
    "process.env['MYVAR']",
    'globalThis.process.env.MYVAR ?? 1',
    "const name = 'MYVAR'; process.env[name]",
    'const { MYVAR } = process.env',
    'const { MYVAR: other = 1 } = process.env',
    'const env = process.env; env.MYVAR',
    "import { env } from 'node:process'; env.MYVAR",
    "import { env as e } from 'process'; const { MYVAR } = e",
    "import proc from 'node:process'; proc.env.MYVAR",
  ])('finds MYVAR in %s', (source) => {
    expect(variables(source)).toEqual(['MYVAR']);
  });

  it.each([
    'process.env[name]',
    'settings.env.MYVAR',
    'const env = {}; env.MYVAR',
    "import { env } from './a.js'; env.MYVAR",
  ])('finds nothing in %s', (source) => {
    expect(variables(source)).toEqual([]);
  });
});
