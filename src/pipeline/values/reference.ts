import { isJsonObject, type JsonObject, type JsonValue } from './json.ts';
import { ReferenceFault } from '../faults/reference-fault.ts';
import { didYouMean } from '../faults/suggestion.ts';

/** What references can reach. */
export interface Scope {
  params: JsonObject;
  /** Axis name → the whole value, objects included. */
  matrix: JsonObject;
}

type Step = { kind: 'name'; name: string } | { kind: 'index'; index: Expression };

type Expression =
  | { kind: 'literal'; value: string | number }
  | { kind: 'path'; root: 'params' | 'matrix'; steps: Step[]; text: string };

/** A string of pipeline.yaml, cut into plain text and references. */
export type Template = (string | { expression: Expression; text: string })[];

const OPEN = '${{';
const CLOSE = '}}';
/** A quoted text may hold what would end a reference. */
const REFERENCE_END = /^(?:[^'"}]|'[^']*'|"[^"]*"|\}(?!\}))*\}\}/;
/** What a name may begin or go on with that has to be quoted. */
const LETTER = /^[\p{L}\p{M}\p{N}_]/u;
const QUOTED =
  "a name with other characters than A to Z, a to z, 0 to 9, _ and - is quoted: ${{ params['my name'] }}";
const HOW = 'write ${{ params.NAME }}, ${{ matrix.AXIS }} or ${{ params.NAME[matrix.AXIS] }}';

/** Whether the text holds a reference at all, or the escape for one. */
export function hasReference(text: string): boolean {
  return text.includes(OPEN);
}

/** A text that refers to nothing, with its escapes read; throws a ReferenceFault where it does refer to something. */
export function unescaped(text: string): string {
  return parseTemplate(text)
    .map((part) => {
      if (typeof part === 'string') return part;
      throw new ReferenceFault(
        part.text,
        'references do not work under params',
        `refer to it where it is used; for the text itself write ${OPEN} '${part.text.includes("'") ? OPEN : part.text}' ${CLOSE}`,
      );
    })
    .join('');
}

/** Cuts a string into plain text and references; throws a ReferenceFault where a reference cannot be read. */
export function parseTemplate(text: string): Template {
  const template: Template = [];
  let position = 0;
  for (;;) {
    const start = text.indexOf(OPEN, position);
    if (start < 0) break;
    const inside = start + OPEN.length;
    const found =
      REFERENCE_END.exec(text.slice(inside))?.[0].length ?? text.indexOf(CLOSE, inside) + 2 - inside;
    if (found < CLOSE.length)
      throw new ReferenceFault(text.slice(start), 'the reference has no end', `close it with ${CLOSE}`);
    if (start > position) template.push(text.slice(position, start));
    position = inside + found;
    const whole = text.slice(start, position);
    const expression = parseExpression(text.slice(inside, position - CLOSE.length), whole);
    if (expression.kind === 'literal') template.push(String(expression.value));
    else template.push({ expression, text: whole });
  }
  if (position < text.length) template.push(text.slice(position));
  return template;
}

function parseExpression(text: string, whole: string): Expression {
  const tokens = text.match(/[A-Za-z_][\w-]*|\d+|'[^']*'|"[^"]*"|[.[\]]|\S/g) ?? [];
  let position = 0;
  const fail = (message: string, hint = HOW): never => {
    throw new ReferenceFault(whole, message, hint);
  };
  const hintAt = (token = ''): string => (LETTER.test(token) ? QUOTED : HOW);
  const parse = (): Expression => {
    const first = tokens[position++] ?? fail('the reference is empty');
    if (/^['"]/.test(first) && first.length > 1) return { kind: 'literal', value: first.slice(1, -1) };
    // A number as it would be written; 01 is the name of a member.
    if (/^\d/.test(first))
      return { kind: 'literal', value: first === String(Number(first)) ? Number(first) : first };
    if (first !== 'params' && first !== 'matrix')
      return fail(`unknown reference "${first}": only params and matrix can be referred to`);
    const steps: Step[] = [];
    let path: string = first;
    for (;;) {
      const token = tokens[position];
      if (token === '.') {
        const name = tokens[position + 1] ?? '';
        if (!/^[\w-]+$/.test(name)) return fail(`a name is missing after "${path}."`, hintAt(name));
        steps.push({ kind: 'name', name });
        path += `.${name}`;
        position += 2;
      } else if (token === '[') {
        position++;
        const index = parse();
        if (tokens[position++] !== ']') return fail(`the "[" after "${path}" is not closed`);
        steps.push({ kind: 'index', index });
        path += `[${index.kind === 'path' ? index.text : JSON.stringify(index.value)}]`;
      } else return { kind: 'path', root: first, steps, text: path };
    }
  };
  const expression = parse();
  if (position < tokens.length)
    fail(`"${tokens[position]!}" is not understood after the reference`, hintAt(tokens[position]));
  // A quoted text that holds "${{" or "}}" is that text: so these are written as they are.
  if (expression.kind === 'literal' && !isEscape(expression.value))
    fail('a reference starts with params or matrix');
  return expression;
}

function isEscape(value: string | number): boolean {
  return typeof value === 'string' && (value.includes(OPEN) || value.includes(CLOSE));
}

/** Whether the value changes from one instance of a stage to the next. */
export function dependsOnMatrix(template: Template): boolean {
  const depends = (expression: Expression): boolean =>
    expression.kind === 'path' &&
    (expression.root === 'matrix' ||
      expression.steps.some((step) => step.kind === 'index' && depends(step.index)));
  return template.some((part) => typeof part !== 'string' && depends(part.expression));
}

/** The names that a reference alone (and nothing around it) walks through, where they are all fixed. */
export function fixedPath(template: Template): string[] | undefined {
  const [part] = template;
  if (template.length !== 1 || part === undefined || typeof part === 'string') return undefined;
  const { expression } = part;
  if (expression.kind !== 'path') return undefined;
  const names = expression.steps.map((step) => (step.kind === 'name' ? step.name : undefined));
  return names.includes(undefined) ? undefined : [expression.root, ...(names as string[])];
}

/** Writes the value of a reference into a text; `part` is its place in the template. */
export type Fill = (value: JsonValue, reference: string, part: number) => string;

/**
 * The value of a template: that of the reference where it stands alone, else text.
 * Throws a ReferenceFault where a reference leads nowhere.
 */
export function evaluate(template: Template, scope: Scope, fill: Fill = asText): JsonValue {
  const [only] = template;
  if (template.length === 1 && typeof only === 'object') return follow(only.expression, scope, only.text);
  return template
    .map((part, index) =>
      typeof part === 'string' ? part : fill(follow(part.expression, scope, part.text), part.text, index),
    )
    .join('');
}

function asText(value: JsonValue, reference: string): string {
  if (typeof value === 'object')
    throw new ReferenceFault(
      reference,
      `the reference is ${value === null ? 'null' : Array.isArray(value) ? 'a list' : 'a map'}, which cannot stand inside text`,
      'let it stand alone, or refer to a number or text inside it',
    );
  return String(value);
}

/** Whether a key counts the items of a list: 0, 1, 2; not "", " 1", "0x1", which a number could be made of as well. */
function isItem(key: string | number): boolean {
  return /^(0|[1-9]\d*)$/.test(String(key));
}

function follow(expression: Expression, scope: Scope, whole: string): JsonValue {
  if (expression.kind === 'literal') return expression.value;
  let value: JsonValue = scope[expression.root];
  let path: string = expression.root;
  for (const step of expression.steps) {
    const key = step.kind === 'name' ? step.name : follow(step.index, scope, whole);
    if (typeof key === 'object' || typeof key === 'boolean')
      throw new ReferenceFault(whole, `the index of ${path} is neither text nor a number`, HOW);
    let next: JsonValue | undefined;
    if (Array.isArray(value)) next = isItem(key) ? value[Number(key)] : undefined;
    else if (isJsonObject(value)) next = Object.hasOwn(value, String(key)) ? value[String(key)] : undefined;
    else
      throw new ReferenceFault(
        whole,
        `${path} is neither a map nor a list: nothing is inside it`,
        `it is ${JSON.stringify(value)}`,
      );
    if (next === undefined) {
      const message =
        path === 'matrix'
          ? `unknown matrix axis "${key}"`
          : `${path} has no ${Array.isArray(value) ? 'item' : 'key'} "${key}"`;
      throw new ReferenceFault(
        whole,
        message,
        Array.isArray(value) ? `it has ${value.length} items` : didYouMean(String(key), Object.keys(value)),
      );
    }
    value = next;
    path += step.kind === 'name' ? `.${step.name}` : `[${key}]`;
  }
  return value;
}
