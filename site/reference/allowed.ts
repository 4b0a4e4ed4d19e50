import { markdownText } from '../../src/cli/markdown/markdown-text.ts';
import { DURATION, SIZE } from '../../src/pipeline/source/quantity.ts';

/** What pipeline-schema.ts takes instead of a value. */
const REFERENCE = /^\$\{\{[^]*\}\}$/;

/** The part of a JSON schema that the reference shows. */
export interface Schema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  description?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  minItems?: number;
  pattern?: string;
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  prefixItems?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  additionalProperties?: Schema | boolean;
  propertyNames?: Schema;
  $ref?: string;
}

/** A value as pipeline.yaml would have it, as code of Markdown. */
export function value(of: unknown): string {
  const text = typeof of === 'string' && of !== '' ? of : JSON.stringify(of);
  return `\`${text.replaceAll('|', String.raw`\|`)}\``;
}

/** Patterns that are better said in words. */
const PATTERNS: Readonly<Record<string, string>> = {
  [SIZE.source]: 'a size such as `512 MB` or `2 GiB`',
  [DURATION.source]: 'a time such as `90s`, `30m` or `2h`',
  [REFERENCE.source]: 'a reference',
};

/** What may stand there, in words: its type and its limits. */
export function allowed(schema: Schema): string {
  const { anyOf, oneOf } = schema;
  if (schema.const !== undefined) return value(schema.const);
  if (schema.enum) return schema.enum.map(value).join(', ');
  const kind = oneOf?.map(kindOf).find((found) => found !== undefined);
  if (kind !== undefined) {
    const values = oneOf!.map((option) => value(kindOf(option)?.value));
    return `\`{ ${kind.name}, … }\` with ${kind.name} one of ${values.join(', ')}`;
  }
  const options = anyOf ?? oneOf;
  if (options) return [...new Set(options.map(allowed))].join(' or ');
  const meant = PATTERNS[schema.pattern ?? ''];
  if (meant !== undefined) return meant;
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1)!;
  if (Array.isArray(schema.type)) return schema.type.map((type) => nameOf(type, schema)).join(' or ');
  if (schema.type === undefined) return 'anything';
  return [nameOf(schema.type, schema), ...limits(schema)].join(', ');
}

/** The member by which one of several maps is told from the others. */
export function kindOf(schema: Schema): { name: string; value: string } | undefined {
  const found = Object.entries(schema.properties ?? {}).find(([, member]) => member.const !== undefined);
  return found && { name: found[0], value: String(found[1].const) };
}

function nameOf(type: string, schema: Schema): string {
  const { items, prefixItems, additionalProperties, properties } = schema;
  switch (type) {
    case 'integer':
      return 'whole number';
    case 'string':
      return 'text';
    case 'boolean':
      return '`true`, `false`';
    case 'array':
      if (prefixItems) return `\`[…]\` of ${prefixItems.map(parenthesized).join(', ')}`;
      return items === undefined ? 'list' : `${listLength(schema)}list of ${parenthesized(items)}`;
    case 'object':
      if (properties) return mapOf(Object.keys(properties));
      return typeof additionalProperties === 'object' && Object.keys(additionalProperties).length > 0
        ? `map to ${parenthesized(additionalProperties)}`
        : 'map';
    default:
      return type;
  }
}

/** A map of few members shows them; those of a larger one have rows of their own. */
function mapOf(members: string[]): string {
  return members.length > 5 ? 'map, of the members below' : `\`{ ${members.join(', ')} }\``;
}

function listLength({ minItems = 0 }: Schema): string {
  if (minItems === 0) return '';
  return minItems === 1 ? 'non-empty ' : `of at least ${minItems}: `;
}

function parenthesized(schema: Schema): string {
  const text = allowed(schema);
  return / or |, /.test(text) && !/^`[^`]*`$/.test(text) ? `(${text})` : text;
}

function limits(schema: Schema): string[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const { pattern, format } = schema;
  const said: string[] = [];
  if (minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER) said.push(`≥ ${minimum}`);
  if (exclusiveMinimum !== undefined) said.push(`> ${exclusiveMinimum}`);
  if (maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) said.push(`≤ ${maximum}`);
  if (exclusiveMaximum !== undefined) said.push(`< ${exclusiveMaximum}`);
  if (multipleOf !== undefined) said.push(`a multiple of ${multipleOf}`);
  if (format !== undefined) said.push(format === 'uri' ? 'a URL' : markdownText(format));
  else if (pattern !== undefined) said.push(`as ${value(pattern)}`);
  return said;
}
