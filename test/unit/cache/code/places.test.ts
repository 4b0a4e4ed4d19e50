import { parse } from 'acorn';
import { describe, expect, it } from 'vitest';
import { type Place, placesOf } from '../../../../src/cache/code/places.ts';
import type { SyntaxNode } from '../../../../src/cache/code/syntax.ts';

function programOf(source: string): SyntaxNode {
  return parse(source, { ecmaVersion: 'latest', sourceType: 'module' }) as unknown as SyntaxNode;
}

function places(expression: string): Place[] {
  const [statement] = programOf(`(${expression})`)['body'] as SyntaxNode[];
  return placesOf(statement!['expression'], new Map());
}

describe('placesOf', () => {
  it.each([
    ['import.meta.url', '', true],
    ['import.meta.filename', '', false],
    ['__filename', '', false],
    ['import.meta.dirname', '.', false],
    ['dirname(fileURLToPath(import.meta.url))', '.', false],
    ["new URL('.', import.meta.url)", './', true],
    ["new URL('.', import.meta.url).pathname", './', true],
    ["new URL('../a/', import.meta.url)", '../a/', true],
    ["pathToFileURL(__dirname + '/a')", './a', true],
    ["join(__dirname, '100%.txt')", '100%25.txt', false],
    ['custom ?? __dirname', '.', false],
  ])('gives for %s the place "%s"', (expression, at, isUrl) => {
    expect(places(expression)).toEqual([{ at, isUrl }]);
  });

  it.each([
    'folder',
    "join('a', 'b')",
    "new URL('a', __dirname)",
    'join(import.meta.url, "a")',
    'read(__dirname)',
    '`a${__dirname}`',
  ])('gives none for %s', (expression) => {
    expect(places(expression)).toEqual([]);
  });
});
