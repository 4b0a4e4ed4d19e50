import { type SyntaxNode, children, nameOf } from '../syntax.ts';
import { isInert, isKnownCallee } from './inert.ts';
import { type PurityScope, isKnown, rootPackage, within } from './purity-scope.ts';

/** Methods of built-ins that call the function which they are given, with the items of what they are given before it. */
const CALLING = new Set('from fromAsync groupBy'.split(' '));

/** Whether evaluating the expression does nothing beyond making its value, so that it may drop out when nothing uses it. */
export function isPure(node: SyntaxNode | null | undefined, scope: PurityScope): boolean {
  if (node === null || node === undefined) return true;
  const isInertPart = (part: string): boolean => isInert(node[part] as SyntaxNode, scope);
  switch (node.type) {
    case 'Literal':
    case 'Identifier':
    case 'ThisExpression':
    case 'MetaProperty':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'TemplateElement':
      return true;
    case 'ClassExpression':
    case 'ClassDeclaration':
      return isPureClass(node, scope);
    case 'UnaryExpression':
      return (
        node['operator'] !== 'delete' &&
        everyChild(node, scope) &&
        (isUnseen(node) || isInertPart('argument'))
      );
    case 'BinaryExpression':
      return everyChild(node, scope) && (isUnseen(node) || (isInertPart('left') && isInertPart('right')));
    case 'TemplateLiteral':
      return (
        everyChild(node, scope) && (node['expressions'] as SyntaxNode[]).every((part) => isInert(part, scope))
      );
    case 'SpreadElement':
      return everyChild(node, scope) && isInertPart('argument');
    case 'Property':
      return everyChild(node, scope) && (node['computed'] !== true || isInertPart('key'));
    case 'MemberExpression':
      return isPureMember(node, scope);
    case 'ArrayExpression':
    case 'ObjectExpression':
    case 'LogicalExpression':
    case 'ConditionalExpression':
    case 'SequenceExpression':
    case 'ParenthesizedExpression':
    case 'ChainExpression':
      return everyChild(node, scope);
    case 'CallExpression':
    case 'NewExpression':
      return isPureCall(node, scope);
    default:
      return false;
  }
}

/** Whether a declaration means the same wherever in its module it stands: it reads nothing that might change. */
export function isConstant(node: SyntaxNode | null): boolean {
  if (node === null) return true;
  switch (node.type) {
    case 'Literal':
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return true;
    case 'VariableDeclarator':
      return isConstant(node['init'] as SyntaxNode | null);
    case 'Property':
      return node['computed'] !== true && isConstant(node['value'] as SyntaxNode);
    case 'ArrayExpression':
    case 'ObjectExpression':
    case 'UnaryExpression':
      return children(node).every(([, child]) => isConstant(child));
    default:
      return false;
  }
}

function everyChild(node: SyntaxNode, scope: PurityScope): boolean {
  return children(node).every(([, child]) => isPure(child, scope));
}

/** Operators that look at no more than what kind of value it is, or whether it is the same. */
function isUnseen({ operator }: SyntaxNode): boolean {
  return ['typeof', 'void', '!', '===', '!=='].includes(operator as string);
}

/** Reading a member runs a getter, where there is one. */
function isPureMember(node: SyntaxNode, scope: PurityScope): boolean {
  const object = node['object'] as SyntaxNode;
  const isRead = isKnown(object, scope) || scope.isNamespace(nameOf(object) ?? '') || isInert(object, scope);
  const isNamed = node['computed'] !== true || isInert(node['property'] as SyntaxNode, scope);
  return isRead && isNamed && everyChild(node, scope);
}

function isPureCall(node: SyntaxNode, scope: PurityScope): boolean {
  const callee = node['callee'] as SyntaxNode;
  const given = node['arguments'] as SyntaxNode[];
  if (!given.every((argument) => isPure(argument, scope))) return false;
  if (scope.isMarkedPure(node.start)) return true;
  const object = callee['object'] as SyntaxNode | undefined;
  if (!isKnownCallee(callee, scope) || !isPure(object, scope)) return false;
  // What a package is given it keeps for later, functions too.
  if (rootPackage(callee, scope) !== undefined) return given.every((argument) => isMadeHere(argument, scope));
  const calls = CALLING.has(nameOf(callee['property']) ?? '') ? given.slice(1) : [];
  const rest = given.slice(0, given.length - calls.length);
  return (
    rest.every((argument) => isInert(argument, scope)) &&
    calls.every((argument) => doesNothing(argument, scope))
  );
}

/** Whether a value was made on the spot, by a package, or of functions and what is inert: looking into it runs nothing. */
function isMadeHere(node: SyntaxNode, scope: PurityScope): boolean {
  switch (node.type) {
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return true;
    case 'ArrayExpression':
    case 'ObjectExpression':
      return children(node).every(([, child]) => isMadeHere(child, scope));
    case 'Property':
      return (
        node['kind'] === 'init' && node['computed'] !== true && isMadeHere(node['value'] as SyntaxNode, scope)
      );
    case 'CallExpression':
      return rootPackage(node, scope) !== undefined || isInert(node, scope);
    case 'Identifier': {
      const constant = scope.constantOf(node['name'] as string);
      return isInert(node, scope) || (constant?.type === 'CallExpression' && isMadeHere(constant, scope));
    }
    default:
      return isInert(node, scope);
  }
}

/** Whether calling a function with inert values does nothing beyond making its value: `(_, index) => index * 2`. */
function doesNothing(node: SyntaxNode, scope: PurityScope): boolean {
  if (node.type !== 'ArrowFunctionExpression' || node['expression'] !== true) return false;
  const parameters = node['params'] as SyntaxNode[];
  if (!parameters.every(({ type }) => type === 'Identifier')) return false;
  const names = parameters.map((parameter) => nameOf(parameter)!);
  return isPure(node['body'] as SyntaxNode, within(scope, names));
}

function isPureClass(node: SyntaxNode, scope: PurityScope): boolean {
  const above = node['superClass'] as SyntaxNode | null;
  if (above !== null && !isKnown(above, scope)) return false;
  const members = (node['body'] as SyntaxNode)['body'] as SyntaxNode[];
  return members.every((member) => {
    if (member.type === 'StaticBlock') return false;
    const key = member['key'] as SyntaxNode;
    if (member['computed'] === true && !(isPure(key, scope) && isInert(key, scope))) return false;
    const runsNow = member.type === 'PropertyDefinition' && member['static'] === true;
    return !runsNow || isPure(member['value'] as SyntaxNode | null, scope);
  });
}
