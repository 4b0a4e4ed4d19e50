import type { Node } from 'acorn';

/** Positions and the author's spelling of a literal say nothing about what the code does. */
const SPELLING = new Set(['type', 'start', 'end', 'loc', 'range', 'sourceFile', 'raw']);

/** Anything acorn's trees consist of. */
export type SyntaxNode = Node & Record<string, unknown>;

/** Whether a member of a node is a node itself. */
export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** The nodes directly below a node, each with the name of the member it stands in. */
export function children(node: SyntaxNode): [member: string, child: SyntaxNode][] {
  const found: [string, SyntaxNode][] = [];
  for (const [member, value] of Object.entries(node)) {
    if (isNode(value)) found.push([member, value]);
    else if (Array.isArray(value)) for (const item of value) if (isNode(item)) found.push([member, item]);
  }
  return found;
}

/** The name of an identifier, or of a string that stands for one (`export { x as 'a b' }`). */
export function nameOf(node: unknown): string | undefined {
  const { name, value } = (node ?? {}) as { name?: unknown; value?: unknown };
  return typeof name === 'string' ? name : typeof value === 'string' ? value : undefined;
}

/**
 * The one text of a piece of syntax: two sources that differ in comments, spaces, line breaks, quotes, semicolons, trailing
 * commas or needless parentheses have the same text.
 */
export function syntaxText(value: unknown): string {
  if (Array.isArray(value))
    return `[${value
      .filter((item) => !isEmptyStatement(item))
      .map(syntaxText)
      .join(',')}]`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return String(value); // JSON has no infinity, which 1e400 is
  if (value instanceof RegExp || value === undefined) return ''; // a regular expression stands in the member `regex`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  // The text of a template: a tag sees how it was spelled.
  if (!isNode(value)) return JSON.stringify(value);
  return isEmptyStatement(value) ? '' : `${value.type}{${memberTexts(value)}}`;
}

function memberTexts(value: object): string {
  return Object.entries(value)
    .filter(([name, member]) => !SPELLING.has(name) && !isAbsent(name, member))
    .map(([name, member]) => `${name}:${syntaxText(member)}`)
    .join(',');
}

/** What acorn writes for a part that is not there; as the value of a literal, `null` and `false` are what the author wrote. */
function isAbsent(name: string, member: unknown): boolean {
  return name !== 'value' && (member === null || member === false);
}

function isEmptyStatement(value: unknown): boolean {
  return isNode(value) && value.type === 'EmptyStatement';
}
