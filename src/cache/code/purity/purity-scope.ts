import { type SyntaxNode, isNode } from '../syntax.ts';

/** Packages whose functions only make values: calling them at the top level of a module changes nothing else. */
const PURE_PACKAGES = new Set(['zod', 'node:path', 'node:url', 'path', 'url', 'eos-pipeline']);
const PURE_GLOBALS = new Set(
  (
    'Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Error Float32Array Float64Array Int16Array ' +
    'Int32Array Int8Array Map Math Number Object RangeError RegExp Set String Symbol TextDecoder TextEncoder TypeError ' +
    'URL Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet'
  ).split(' '),
);

/** What a module's names mean for the question whether an expression does anything beyond making its value. */
export interface PurityScope {
  /** Name → the package it is imported from; absent for names that the module declares or imports from a file. */
  packageOf(name: string): string | undefined;
  /** Whether the module declares or imports the name, so that it is no global. */
  isDeclared(name: string): boolean;
  /** Whether the name stands for all that a module exports. */
  isNamespace(name: string): boolean;
  /** What a `const` at the top level of the module was given. */
  constantOf(name: string): SyntaxNode | undefined;
  /** Whether the name is a parameter that is given inert values only. */
  isInertName(name: string): boolean;
  /** Whether the author marked the call at this position with a PURE comment. */
  isMarkedPure(position: number): boolean;
}

/** What names mean in a function whose parameters are given inert values only. */
export function within(scope: PurityScope, parameters: readonly string[]): PurityScope {
  const isOuter = (name: string): boolean => !parameters.includes(name);
  return {
    packageOf: (name) => (isOuter(name) ? scope.packageOf(name) : undefined),
    isDeclared: (name) => !isOuter(name) || scope.isDeclared(name),
    isNamespace: (name) => isOuter(name) && scope.isNamespace(name),
    constantOf: (name) => (isOuter(name) ? scope.constantOf(name) : undefined),
    isInertName: (name) => !isOuter(name) || scope.isInertName(name),
    isMarkedPure: (position) => scope.isMarkedPure(position),
  };
}

/** Whether a name is a built-in, or of a package, whose functions only make values. */
export function isKnown(node: unknown, scope: PurityScope): boolean {
  if (!isNode(node) || node.type !== 'Identifier') return false;
  const name = node['name'] as string;
  const from = scope.packageOf(name);
  if (from !== undefined) return PURE_PACKAGES.has(from);
  return PURE_GLOBALS.has(name) && !scope.isDeclared(name);
}

/** The package that a chain of calls and members starts from. */
export function rootPackage(node: SyntaxNode, scope: PurityScope): string | undefined {
  if (node.type === 'Identifier') return scope.packageOf(node['name'] as string);
  const next =
    node.type === 'MemberExpression'
      ? node['object']
      : node.type === 'CallExpression'
        ? node['callee']
        : undefined;
  return isNode(next) ? rootPackage(next, scope) : undefined;
}
