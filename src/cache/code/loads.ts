import type { NamedValues } from './named-values.ts';
import { placesOf } from './places.ts';
import { type SyntaxNode, children, nameOf } from './syntax.ts';
import { cooked, textsOf } from './texts.ts';

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
  const load = loadOf(node, scope);
  if (load !== undefined) {
    const specifiers = specifiersOf(load.what, scope);
    return load.isPath ? specifiers.map(escaped) : specifiers;
  }
  if (!/^(CallExpression|NewExpression|BinaryExpression|TemplateLiteral)$/.test(node.type)) return [];
  return placesOf(node, scope.values).flatMap(({ at }) => (/^\.{0,2}$/.test(at) ? [] : [specifier(at)]));
}

/** What a piece of syntax loads by its name, `import(what)`; undefined for all other syntax. */
export function loadOf(
  node: SyntaxNode,
  { requires }: LoadScope,
): { what: unknown; isPath: boolean } | undefined {
  if (node.type === 'ImportExpression') return { what: node['source'], isPath: false };
  if (node.type !== 'CallExpression') return undefined;
  const [what] = node['arguments'] as SyntaxNode[];
  const callee = node['callee'] as SyntaxNode;
  if (isResolve(callee) && isMeta(callee['object'])) return { what, isPath: false };
  return isRequire(isResolve(callee) ? callee['object'] : callee, requires)
    ? { what, isPath: true }
    : undefined;
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
  const named = texts.length > 0 ? undefined : packageIn(node, values);
  return named === undefined ? texts : [named];
}

/** The package that a specifier names of which only the start is written out: `tool/${name}.js`. */
export function packageIn(node: unknown, values: NamedValues): string | undefined {
  const { type, ...parts } = (node ?? {}) as SyntaxNode;
  const [start] =
    type === 'TemplateLiteral'
      ? [cooked((parts['quasis'] as SyntaxNode[])[0]!)]
      : type === 'BinaryExpression'
        ? textsOf(parts['left'], values)
        : [];
  return /^(@[^/]+\/)?[^@./#][^/]*(?=\/)/.exec(start ?? '')?.[0];
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
