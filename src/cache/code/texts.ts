import { type SyntaxNode, nameOf } from './syntax.ts';
import type { NamedValues } from './named-values.ts';

/** The texts that an expression may stand for: a literal, names for one, a choice of them, several put together. */
export function textsOf(node: unknown, values: NamedValues, seen: readonly string[] = []): string[] {
  const { type, ...parts } = (node ?? {}) as SyntaxNode;
  const texts = (part: unknown): string[] => textsOf(part, values, seen);
  switch (type) {
    case 'Literal':
      return typeof parts['value'] === 'string' ? [parts['value']] : [];
    case 'TemplateLiteral': {
      const quasis = (parts['quasis'] as SyntaxNode[]).map((quasi) => [cooked(quasi)]);
      const between = (parts['expressions'] as SyntaxNode[]).map(texts);
      return joined(quasis.flatMap((quasi, index) => (index === 0 ? [quasi] : [between[index - 1]!, quasi])));
    }
    case 'BinaryExpression':
      return parts['operator'] === '+' ? joined([texts(parts['left']), texts(parts['right'])]) : [];
    case 'ConditionalExpression':
      return [...texts(parts['consequent']), ...texts(parts['alternate'])];
    case 'LogicalExpression':
      return [...texts(parts['left']), ...texts(parts['right'])];
    case 'Identifier': {
      const name = nameOf(node)!;
      const given = seen.includes(name) ? [] : (values.get(name) ?? []);
      return given.flatMap((value) => textsOf(value, values, [...seen, name]));
    }
    default:
      return [];
  }
}

/** What a part of a template is, with its escapes read. */
export function cooked(element: SyntaxNode): string {
  return (element['value'] as { cooked: string }).cooked;
}

/** More choices than this are none that anybody wrote out. */
const MOST_TEXTS = 1000;

/** Each choice of one text of every list, put together. */
function joined(lists: string[][]): string[] {
  if (lists.reduce((product, { length }) => product * length, 1) > MOST_TEXTS) return [];
  return lists.reduce<string[]>(
    (starts, ends) => starts.flatMap((start) => ends.map((end) => start + end)),
    [''],
  );
}
