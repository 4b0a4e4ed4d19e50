import { posix } from 'node:path';
import { type SyntaxNode, children, nameOf } from './syntax.ts';

/** The names that stand for a `require` which the code made itself, `const load = createRequire(import.meta.url)`, at any depth. */
export function requireNames(node: SyntaxNode): string[] {
  const below = children(node).flatMap(([, child]) => requireNames(child));
  const made = node.type === 'VariableDeclarator' && isCreateRequire(node['init']);
  return made ? [nameOf(node['id']) ?? '', ...below] : below;
}

/**
 * What a piece of syntax loads, as the specifier of an import: `import('./x.ts')`, `new URL('./x.ts', import.meta.url)`,
 * `require('x')`, `require.resolve('x')`, `import.meta.resolve('x')`, `join(import.meta.dirname, 'x')`. Where only the start of
 * it is written out, the package that it names.
 * @param requires - names that stand for a `require`
 */
export function loadedBy(node: SyntaxNode, requires: ReadonlySet<string>): string | undefined {
  if (node.type === 'ImportExpression') return specifierOf(node['source'] as SyntaxNode);
  if (node.type === 'NewExpression') return loadedByUrl(node);
  if (node.type !== 'CallExpression') return undefined;
  const [first] = node['arguments'] as SyntaxNode[];
  const callee = node['callee'] as SyntaxNode;
  if (isResolve(callee) && isMeta(callee['object'])) return specifierOf(first);
  if (isRequire(isResolve(callee) ? callee['object'] : callee, requires)) return required(specifierOf(first));
  return joined(node);
}

function loadedByUrl(node: SyntaxNode): string | undefined {
  if (nameOf(node['callee']) !== 'URL') return undefined;
  const [url, base] = node['arguments'] as SyntaxNode[];
  const path = isMetaMember(base, 'url') ? textOf(url) : undefined;
  // In a URL `x.bin` is a file; in an import it would be a package.
  return path === undefined || /^([a-z]+:|[./])/i.test(path) ? path : `./${path}`;
}

/** `join(import.meta.dirname, 'a', 'b.txt')`. */
function joined(node: SyntaxNode): string | undefined {
  const [folder, ...parts] = node['arguments'] as SyntaxNode[];
  const callee = node['callee'] as SyntaxNode;
  const name = nameOf(callee) ?? nameOf(callee['property']);
  if (name !== 'join' && name !== 'resolve') return undefined;
  if (!isMetaMember(folder, 'dirname') && nameOf(folder) !== '__dirname') return undefined;
  const texts = parts.map(textOf).filter((text) => text !== undefined);
  if (texts.length === 0 || texts.length < parts.length) return undefined;
  return required(`./${posix.join(...texts)}`);
}

/** A path is no URL: in it, these stand for themselves. */
function required(specifier: string | undefined): string | undefined {
  return specifier?.replaceAll(/[%?#]/g, encodeURIComponent);
}

function specifierOf(node: SyntaxNode | undefined): string | undefined {
  const text = textOf(node);
  if (text !== undefined || node === undefined) return text;
  const start =
    node.type === 'TemplateLiteral'
      ? cooked((node['quasis'] as SyntaxNode[])[0]!)
      : node.type === 'BinaryExpression'
        ? textOf(node['left'] as SyntaxNode)
        : undefined;
  return /^(@[^/]+\/)?[^@./#][^/]*(?=\/)/.exec(start ?? '')?.[0];
}

/** A text that is written out, as a literal or a template without substitutions. */
function textOf(node: SyntaxNode | undefined): string | undefined {
  if (node?.type === 'TemplateLiteral' && (node['expressions'] as SyntaxNode[]).length === 0)
    return cooked((node['quasis'] as SyntaxNode[])[0]!);
  return node?.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : undefined;
}

function cooked(element: SyntaxNode): string {
  return (element['value'] as { cooked: string }).cooked;
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

function isMetaMember(node: SyntaxNode | undefined, member: string): boolean {
  return node?.type === 'MemberExpression' && isMeta(node['object']) && nameOf(node['property']) === member;
}
