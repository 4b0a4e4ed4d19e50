import type { ImportedName } from './module-names.ts';
import type { NamedValues } from './named-values.ts';
import { type SyntaxNode, children, nameOf } from './syntax.ts';
import { textsOf } from './texts.ts';

/** What decides whether an expression is the environment. */
export interface VariableScope {
  values: NamedValues;
  imported: ReadonlyMap<string, ImportedName>;
}

/**
 * The environment variables that code names: `process.env.NAME`, `process.env['NAME']`, `const { NAME } = process.env`, also by a name
 * that was given `process.env`, or that is imported from `node:process`.
 */
export function variablesIn(node: SyntaxNode, scope: VariableScope): string[] {
  const below = children(node).flatMap(([, child]) => variablesIn(child, scope));
  if (node.type === 'MemberExpression' && isEnvironment(node['object'], scope)) {
    const property = node['property'] as SyntaxNode;
    const names = node['computed'] === true ? textsOf(property, scope.values) : [nameOf(property)!];
    return [...names, ...below];
  }
  if (node.type !== 'VariableDeclarator' || !isEnvironment(node['init'], scope)) return below;
  const properties = ((node['id'] as SyntaxNode)['properties'] ?? []) as SyntaxNode[];
  return [...properties.map(({ key }) => nameOf(key)).filter((name) => name !== undefined), ...below];
}

function isEnvironment(node: unknown, scope: VariableScope): boolean {
  const { type, ...parts } = (node ?? {}) as SyntaxNode;
  if (type === 'MemberExpression')
    return nameOf(parts['property']) === 'env' && isProcess(parts['object'], scope);
  if (type !== 'Identifier') return false;
  const name = parts['name'] as string;
  const from = scope.imported.get(name);
  if (from !== undefined) return isProcessModule(from) && from.name === 'env';
  const given = scope.values.get(name) ?? [];
  return given.some((value) => value.type === 'MemberExpression' && isEnvironment(value, scope));
}

/** `process`, `globalThis.process`, `import process from 'node:process'`. */
function isProcess(node: unknown, { imported }: VariableScope): boolean {
  const { property } = node as SyntaxNode;
  const name = nameOf(node) ?? nameOf(property);
  const from = name === undefined ? undefined : imported.get(name);
  return from === undefined ? name === 'process' : isProcessModule(from);
}

function isProcessModule({ specifier }: ImportedName): boolean {
  return specifier === 'process' || specifier === 'node:process';
}
