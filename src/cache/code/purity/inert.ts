import { type SyntaxNode, children, isNode, nameOf } from '../syntax.ts';
import { type PurityScope, isKnown, rootPackage } from './purity-scope.ts';

/**
 * Methods of these that write to what they are given, or to what all share (`Object.assign`, `Error.captureStackTrace`, `z.config`), and
 * those that call what a schema was given: `z.string().transform(f).parse(text)`.
 */
const DOING =
  /^(assign|define[A-Z]|set[A-Z]|prevent|seal$|captureStackTrace$|config$|register$|add$|remove$|clear$|is[A-Z]|apply$|spa$)|parse|Parse|encode|Encode|decode|Decode/;
/** Methods that only make values, on what is inert. */
const PURE_METHODS = new Set('at concat includes indexOf join padStart repeat slice split trim'.split(' '));

/** Globals that are values of their own. */
const VALUES = new Set(['undefined', 'NaN', 'Infinity']);
/** Functions that give a number, a text or the like, whatever they are given. */
const CONVERSIONS = new Set(['BigInt', 'Boolean', 'Number', 'String']);
const PATHS = new Set(['node:path', 'path']);

/**
 * Whether what an expression gives is known to run nobody's code when it is read, gone through, or turned into a text or a number:
 * no getter, no iterator, no `toString`, no proxy. Whether the expression itself does anything is not asked.
 */
export function isInert(node: SyntaxNode, scope: PurityScope): boolean {
  const all = (...parts: unknown[]): boolean => parts.every((part) => !isNode(part) || isInert(part, scope));
  switch (node.type) {
    case 'Literal':
    case 'TemplateLiteral':
    case 'BinaryExpression':
    case 'UnaryExpression':
    case 'MetaProperty':
      return true;
    case 'Identifier':
      return scope.isInertName(node['name'] as string) || isPrimitive(node, scope);
    case 'ArrayExpression':
    case 'ObjectExpression':
    case 'SpreadElement':
    case 'SequenceExpression':
    case 'ParenthesizedExpression':
    case 'ChainExpression':
      return all(...children(node).map(([, child]) => child));
    case 'Property':
      return node['kind'] === 'init' && all(node['value']);
    case 'ConditionalExpression':
      return all(node['consequent'], node['alternate']);
    case 'LogicalExpression':
      return all(node['left'], node['right']);
    case 'MemberExpression':
      return isKnown(node['object'], scope) || all(node['object']);
    case 'CallExpression':
    case 'NewExpression':
      return (
        isKnownCallee(node['callee'] as SyntaxNode, scope) && all(...(node['arguments'] as SyntaxNode[]))
      );
    default:
      return false;
  }
}

/** Whether a function only makes a value of what it is given: `z.object(…).strict`, `Object.freeze`, `new Map`, `'a b'.split`. */
export function isKnownCallee(callee: SyntaxNode, scope: PurityScope): boolean {
  if (callee.type === 'Identifier') return isKnown(callee, scope);
  if (callee.type !== 'MemberExpression' || callee['computed'] === true) return false;
  const object = callee['object'] as SyntaxNode;
  const method = (callee['property'] as SyntaxNode)['name'] as string;
  if (DOING.test(method)) return false;
  if (object.type === 'Identifier') return isKnown(object, scope);
  // `z.coerce.number`; not `Array.prototype.push.call`, by which any method can be called on anything.
  if (rootPackage(object, scope) !== undefined) {
    const inner = object.type === 'CallExpression' ? (object['callee'] as SyntaxNode) : object;
    if (isKnownCallee(inner, scope)) return true;
  }
  return PURE_METHODS.has(method) && isInert(object, scope);
}

/** Whether an expression gives a number, a text or the like: what a `const` of the module holds of that kind, nothing can change. */
function isPrimitive(node: SyntaxNode, scope: PurityScope): boolean {
  const all = (...parts: unknown[]): boolean => parts.every((part) => isPrimitive(part as SyntaxNode, scope));
  switch (node.type) {
    case 'Literal':
      return !('regex' in node);
    case 'TemplateLiteral':
    case 'BinaryExpression':
    case 'UnaryExpression':
      return true;
    case 'ConditionalExpression':
      return all(node['consequent'], node['alternate']);
    case 'LogicalExpression':
      return all(node['left'], node['right']);
    case 'Identifier': {
      const name = node['name'] as string;
      const given = scope.constantOf(name);
      // What stands above, so that no two lead to each other.
      if (given !== undefined) return given.start < node.start && isPrimitive(given, scope);
      return VALUES.has(name) && !scope.isDeclared(name);
    }
    case 'MemberExpression':
      return (node['object'] as SyntaxNode).type === 'MetaProperty' || isOf('Math', node, scope);
    case 'CallExpression': {
      const callee = node['callee'] as SyntaxNode;
      const name = nameOf(callee) ?? nameOf(callee['property']);
      if (PATHS.has(scope.packageOf(nameOf(callee['object']) ?? name ?? '') ?? '')) return name !== 'parse';
      return (isKnown(callee, scope) && CONVERSIONS.has(name!)) || isOf('Math', callee, scope);
    }
    default:
      return false;
  }
}

/** Whether a node is a member of this global. */
function isOf(global: string, { object }: SyntaxNode, scope: PurityScope): boolean {
  return isKnown(object, scope) && nameOf(object) === global;
}
