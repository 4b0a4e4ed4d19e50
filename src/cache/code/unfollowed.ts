import { type LoadScope, loadOf, packageIn } from './loads.ts';
import { placesOf } from './places.ts';
import { type SyntaxNode, children, nameOf } from './syntax.ts';
import { cooked, textsOf } from './texts.ts';

/**
 * Whether a piece of syntax loads something, or names a place beside its module, that cannot be told from the code: `import(name)`,
 * `join(import.meta.dirname, name)`. A name of which one value is written out and another one is not counts.
 */
export function isUnfollowed(node: SyntaxNode, scope: LoadScope): boolean {
  const load = loadOf(node, scope);
  if (load === undefined) return isUnknownPlace(node, scope);
  const { what } = load;
  // A place in it is told of itself.
  return what !== undefined && !isTold(what, scope) && !holdsUnknownPlace(what as SyntaxNode, scope);
}

/** Whether a line has the comment by which an author says that the key need not see it: `// outside of the key: …`, above it or behind it. */
export function saysOutside(line: string): boolean {
  return /\/[/*].*\boutside of the key\b/i.test(line);
}

function holdsUnknownPlace(node: SyntaxNode, scope: LoadScope): boolean {
  return isUnknownPlace(node, scope) || children(node).some(([, child]) => holdsUnknownPlace(child, scope));
}

/** Goes on from a place beside the module with what is not written out. */
function isUnknownPlace(node: SyntaxNode, scope: LoadScope): boolean {
  const [base, ...rest] = placeParts(node);
  return isFolder(base, node, scope) && !rest.every((part) => isTold(part, scope));
}

/** A place beside a module and what is joined to it; nothing for other syntax. */
function placeParts(node: SyntaxNode): unknown[] {
  switch (node.type) {
    case 'BinaryExpression':
      return node['operator'] === '+' ? [node['left'], node['right']] : [];
    case 'TemplateLiteral':
      return node['expressions'] as SyntaxNode[];
    case 'NewExpression': {
      const [what, base] = node['arguments'] as SyntaxNode[];
      return nameOf(node['callee']) === 'URL' ? [base, what] : [];
    }
    case 'CallExpression': {
      const callee = node['callee'] as SyntaxNode;
      const name = nameOf(callee) ?? nameOf(callee['property']) ?? '';
      return /^(join|resolve)$/.test(name) ? (node['arguments'] as SyntaxNode[]) : [];
    }
    default:
      return [];
  }
}

/** Whether what follows is a way from there: in a text only behind a slash, else it may be a message that begins with a place. */
function isFolder(base: unknown, node: SyntaxNode, scope: LoadScope): boolean {
  const places = placesOf(base, scope.values);
  if (node.type === 'CallExpression' || node.type === 'NewExpression') return places.length > 0;
  const [, quasi] = (node['quasis'] ?? []) as SyntaxNode[];
  const behind = quasi === undefined ? '' : cooked(quasi);
  return places.some(({ at }) => at.endsWith('/') || (at !== '' && behind.startsWith('/')));
}

/** Whether everything that an expression may stand for is written out. */
function isTold(node: unknown, scope: LoadScope, seen: readonly string[] = []): boolean {
  const { type, ...parts } = (node ?? {}) as SyntaxNode;
  const told = (part: unknown): boolean => isTold(part, scope, seen);
  switch (type) {
    case 'Identifier': {
      const name = nameOf(node)!;
      if (seen.includes(name)) return true;
      const given = scope.values.get(name) ?? [];
      return given.length > 0 && given.every((value) => isTold(value, scope, [...seen, name]));
    }
    case 'ConditionalExpression':
      return told(parts['consequent']) && told(parts['alternate']);
    case 'LogicalExpression':
      return told(parts['left']) && told(parts['right']);
    case 'BinaryExpression':
      return packageIn(node, scope.values) !== undefined || (told(parts['left']) && told(parts['right']));
    case 'TemplateLiteral':
      return (
        packageIn(node, scope.values) !== undefined || (parts['expressions'] as SyntaxNode[]).every(told)
      );
    default:
      return textsOf(node, scope.values).length > 0 || placesOf(node, scope.values).length > 0;
  }
}
