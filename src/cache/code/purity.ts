import { type SyntaxNode, children, isNode, nameOf } from './syntax.ts';

/** Packages whose functions only make values: calling them at the top level of a module changes nothing else. */
const PURE_PACKAGES = new Set(['zod', 'node:path', 'node:url', 'path', 'url', 'eos-pipeline']);
const PURE_GLOBALS = new Set(
  (
    'Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Error Float32Array Float64Array Int16Array ' +
    'Int32Array Int8Array Map Math Number Object RangeError RegExp Set String Symbol TextDecoder TextEncoder TypeError ' +
    'URL Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet'
  ).split(' '),
);
/** Methods of these that write to what they are given, or to what all share: `Object.assign`, `Error.captureStackTrace`, `z.config`. */
const WRITING =
  /^(assign|define[A-Z]|set[A-Z]|prevent|seal$|captureStackTrace$|config$|register$|add$|remove$|clear$)/;
/** Methods that only make values, on a literal. */
const PURE_METHODS = new Set('at concat includes indexOf join padStart repeat slice split trim'.split(' '));

/** What a module's names mean for the question whether an expression does anything beyond making its value. */
export interface PurityScope {
  /** Name → the package it is imported from; absent for names that the module declares or imports from a file. */
  packageOf(name: string): string | undefined;
  /** Whether the module declares or imports the name, so that it is no global. */
  isDeclared(name: string): boolean;
  /** Whether the author marked the call at this position with a PURE comment. */
  isMarkedPure(position: number): boolean;
}

/** Whether evaluating the expression does nothing beyond making its value, so that it may drop out when nothing uses it. */
export function isPure(node: SyntaxNode | null | undefined, scope: PurityScope): boolean {
  if (node === null || node === undefined) return true;
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
      return node['operator'] !== 'delete' && everyChild(node, scope);
    case 'Property':
    case 'SpreadElement':
    case 'ArrayExpression':
    case 'ObjectExpression':
    case 'TemplateLiteral':
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'ConditionalExpression':
    case 'SequenceExpression':
    case 'ParenthesizedExpression':
    case 'MemberExpression':
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

function isPureCall(node: SyntaxNode, scope: PurityScope): boolean {
  const callee = node['callee'] as SyntaxNode;
  const given = node['arguments'] as SyntaxNode[];
  if (!given.every((argument) => isPure(argument, scope))) return false;
  if (scope.isMarkedPure(node.start)) return true;
  // Frozen is what was there before, unless it was made on the spot.
  if (nameOf(callee['property']) === 'freeze' && /^(Identifier|MemberExpression)$/.test(given[0]?.type ?? ''))
    return false;
  const calls = callsBack(callee) ? given.slice(1) : [];
  return isPureCallee(callee, scope) && calls.every((argument) => doesNothing(argument, scope));
}

/** Whether a method calls the function that it is given: `Array.from(list, f)`, `Map.groupBy(list, f)`. */
function callsBack(callee: SyntaxNode): boolean {
  return /^(from|fromAsync|groupBy)$/.test(nameOf(callee['property']) ?? '');
}

/** Whether calling a function does nothing beyond making its value: `(_, index) => index * 2`. */
function doesNothing(node: SyntaxNode, scope: PurityScope): boolean {
  const isArrow = node.type === 'ArrowFunctionExpression' && node['expression'] === true;
  const parameters = (node['params'] ?? []) as SyntaxNode[];
  return (
    isArrow &&
    parameters.every(({ type }) => type === 'Identifier') &&
    isPure(node['body'] as SyntaxNode, scope)
  );
}

/** `z.object(…).strict()`, `Object.freeze`, `new Map`, `'a b'.split`. */
function isPureCallee(callee: SyntaxNode, scope: PurityScope): boolean {
  if (callee.type === 'Identifier') return isPureRoot(callee['name'] as string, scope);
  if (callee.type !== 'MemberExpression' || callee['computed'] === true) return false;
  const object = callee['object'] as SyntaxNode;
  const method = (callee['property'] as SyntaxNode)['name'] as string;
  if (object.type === 'Identifier') {
    const name = object['name'] as string;
    return isPureRoot(name, scope) && !WRITING.test(method);
  }
  // `z.coerce.number`; not `Array.prototype.push.call`, by which any method can be called on anything.
  if (WRITING.test(method)) return false;
  if (object.type === 'MemberExpression')
    return rootPackage(object, scope) !== undefined && isPureCallee(object, scope);
  if (
    object.type === 'CallExpression' &&
    isPureCall(object, scope) &&
    rootPackage(object, scope) !== undefined
  )
    return true;
  const literal =
    object.type === 'Literal' || object.type === 'ArrayExpression' || object.type === 'TemplateLiteral';
  return (literal || object.type === 'CallExpression') && PURE_METHODS.has(method) && isPure(object, scope);
}

function isPureRoot(name: string, scope: PurityScope): boolean {
  const from = scope.packageOf(name);
  if (from !== undefined) return PURE_PACKAGES.has(from);
  return PURE_GLOBALS.has(name) && !scope.isDeclared(name);
}

/** The package that a chain of calls and members starts from. */
function rootPackage(node: SyntaxNode, scope: PurityScope): string | undefined {
  if (node.type === 'Identifier') return scope.packageOf(node['name'] as string);
  const next =
    node.type === 'MemberExpression'
      ? node['object']
      : node.type === 'CallExpression'
        ? node['callee']
        : undefined;
  return isNode(next) ? rootPackage(next, scope) : undefined;
}

function isPureClass(node: SyntaxNode, scope: PurityScope): boolean {
  if (!isPure(node['superClass'] as SyntaxNode | null, scope)) return false;
  const members = (node['body'] as SyntaxNode)['body'] as SyntaxNode[];
  return members.every((member) => {
    if (member.type === 'StaticBlock') return false;
    if (member['computed'] === true && !isPure(member['key'] as SyntaxNode, scope)) return false;
    const runsNow = member.type === 'PropertyDefinition' && member['static'] === true;
    return !runsNow || isPure(member['value'] as SyntaxNode | null, scope);
  });
}
