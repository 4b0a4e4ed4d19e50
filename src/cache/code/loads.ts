import { type NamedValues, placesOf, textsOf } from './places.ts';
import { type SyntaxNode, children, nameOf } from './syntax.ts';

/** What the names of a module stand for, as far as it decides what is loaded. */
export interface LoadScope {
  /** Names that stand for a `require`. */
  requires: ReadonlySet<string>;
  values: NamedValues;
}

/** The names that stand for a `require` which the code made itself, `const load = createRequire(import.meta.url)`, at any depth. */
export function requireNames(node: SyntaxNode): string[] {
  const below = children(node).flatMap(([, child]) => requireNames(child));
  const made = node.type === 'VariableDeclarator' && isCreateRequire(node['init']);
  return made ? [nameOf(node['id']) ?? '', ...below] : below;
}

/**
 * What a piece of syntax loads, as specifiers of imports: `import('./x.ts')`, `require('x')`, `require.resolve('x')`,
 * `import.meta.resolve('x')`, and every place beside the module: `new URL('./x.ts', import.meta.url)`,
 * `join(import.meta.dirname, 'x')`, by names for these as well. Where only the start of a specifier is written out, the package
 * that it names.
 */
export function loadedBy(node: SyntaxNode, scope: LoadScope): string[] {
  if (node.type === 'ImportExpression') return specifiersOf(node['source'], scope);
  if (node.type === 'CallExpression') {
    const [first] = node['arguments'] as SyntaxNode[];
    const callee = node['callee'] as SyntaxNode;
    if (isResolve(callee) && isMeta(callee['object'])) return specifiersOf(first, scope);
    if (isRequire(isResolve(callee) ? callee['object'] : callee, scope.requires))
      return specifiersOf(first, scope).map(escaped);
  }
  if (!/^(CallExpression|NewExpression|BinaryExpression|TemplateLiteral)$/.test(node.type)) return [];
  return placesOf(node, scope.values).flatMap(({ at }) => (/^\.{0,2}$/.test(at) ? [] : [specifier(at)]));
}

/** In a URL `x.bin` is a file; in an import it would be a package. */
function specifier(place: string): string {
  return /^([a-z]+:|\.\.?\/|\/)/i.test(place) ? place : `./${place}`;
}

/** A path is no URL: in it, these stand for themselves. */
function escaped(specifier: string): string {
  return specifier.replaceAll(/[%?#]/g, encodeURIComponent);
}

function specifiersOf(node: unknown, { values }: LoadScope): string[] {
  const texts = textsOf(node, values);
  if (texts.length > 0) return texts;
  const { type, ...parts } = (node ?? {}) as SyntaxNode;
  const [start] =
    type === 'TemplateLiteral'
      ? [((parts['quasis'] as SyntaxNode[])[0]!['value'] as { cooked: string }).cooked]
      : type === 'BinaryExpression'
        ? textsOf(parts['left'], values)
        : [];
  const named = /^(@[^/]+\/)?[^@./#][^/]*(?=\/)/.exec(start ?? '')?.[0];
  return named === undefined ? [] : [named];
}

function isResolve(callee: SyntaxNode): boolean {
  return callee.type === 'MemberExpression' && nameOf(callee['property']) === 'resolve';
}

function isRequire(node: unknown, requires: ReadonlySet<string>): boolean {
  const name = nameOf(node);
  return name === undefined ? isCreateRequire(node) : name === 'require' || requires.has(name);
}

function isCreateRequire(node: unknown): boolean {
  const { type, callee } = (node ?? {}) as { type?: string; callee?: SyntaxNode };
  if (type !== 'CallExpression') return false;
  return nameOf(callee) === 'createRequire' || nameOf(callee!['property']) === 'createRequire';
}

/** `import.meta`. */
function isMeta(node: unknown): boolean {
  return (node as SyntaxNode | undefined)?.type === 'MetaProperty';
}
