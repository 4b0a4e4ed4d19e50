import { patternNames } from './module-names.ts';
import { type SyntaxNode, children } from './syntax.ts';

/**
 * Name → everything that a module gives it as its value, at any depth: one scope too many is looked at rather than one too few. Where the
 * value is not written out (a parameter, a part of something), that is the syntax which gives it.
 */
export type NamedValues = ReadonlyMap<string, SyntaxNode[]>;

/** The values of the names of a module. */
export function namedValues(program: SyntaxNode): NamedValues {
  const values = new Map<string, SyntaxNode[]>();
  const visit = (node: SyntaxNode): void => {
    for (const [name, value] of givenBy(node)) values.set(name, [...(values.get(name) ?? []), value]);
    for (const [, child] of children(node)) visit(child);
  };
  visit(program);
  return values;
}

/** The names that a piece of syntax gives values, with these. */
function givenBy(node: SyntaxNode): [name: string, value: SyntaxNode][] {
  switch (node.type) {
    case 'VariableDeclarator':
      return node['init'] ? given(node['id'], node['init'] as SyntaxNode, node) : [];
    case 'AssignmentExpression':
      return given(node['left'], node['operator'] === '+=' ? node : (node['right'] as SyntaxNode), node);
    case 'ForOfStatement':
    case 'ForInStatement':
      return loopNames(node).flatMap((name) => [[name, node]]);
    case 'CatchClause':
      return given(node['param'], node, node);
    default:
      return ((node['params'] ?? []) as SyntaxNode[]).flatMap((pattern) => given(pattern, node, node));
  }
}

/** A plain name has the value; of a pattern, each name has some part of what `node` gives. */
function given(pattern: unknown, value: SyntaxNode, node: SyntaxNode): [string, SyntaxNode][] {
  const target = pattern as SyntaxNode | null;
  if (target === null || target.type === 'MemberExpression') return [];
  return patternNames(target).map((name) => [name, target.type === 'Identifier' ? value : node]);
}

function loopNames(loop: SyntaxNode): string[] {
  const left = loop['left'] as SyntaxNode;
  if (left.type !== 'VariableDeclaration') return left.type === 'MemberExpression' ? [] : patternNames(left);
  return (left['declarations'] as SyntaxNode[]).flatMap(({ id }) => patternNames(id as SyntaxNode));
}
