import { DataError, type DataLocation } from '../../data-error.ts';
import { arffFields } from './arff-fields.ts';

/** A column of an ARFF file. */
export interface ArffAttribute {
  name: string;
  /** `relational` holds a series a channel, as the UEA archive has them. */
  type: 'numeric' | 'nominal' | 'string' | 'date' | 'relational';
  /** The values of a nominal one. */
  values?: string[];
  /** The values of one channel of a relational one. */
  length?: number;
}

const numeric = new Set(['numeric', 'real', 'integer']);

/** Reads the head of an ARFF file line by line; `done` once `@data` was seen. */
export class ArffHeader {
  readonly attributes: ArffAttribute[] = [];
  done = false;
  #relation: ArffAttribute | undefined;

  /** Takes the next line; comments begin with `%`. */
  add(line: string, location: DataLocation): void {
    const text = line.trim();
    if (text === '' || text.startsWith('%')) return;
    const [, keyword = '', rest = ''] = /^@(\w+)\s*(.*)$/.exec(text) ?? [];
    const fault = (message: string): DataError => new DataError(message, { location });
    switch (keyword.toLowerCase()) {
      case 'relation':
        return;
      case 'attribute':
        this.#addAttribute(rest, fault);
        return;
      case 'end':
        this.#relation = undefined;
        return;
      case 'data':
        if (this.attributes.length === 0)
          throw fault('@data comes before any @attribute, expected the columns first');
        this.done = true;
        return;
      default:
        throw fault(
          `the line begins with "${text.slice(0, 20)}", expected @relation, @attribute, @end, @data or a comment (%)`,
        );
    }
  }

  #addAttribute(text: string, fault: (message: string) => DataError): void {
    const attribute = parseAttribute(text, fault);
    if (this.#relation !== undefined) {
      if (attribute.type !== 'numeric')
        throw fault(
          `the series ${this.#relation.name} hold ${attribute.name} of type ${attribute.type}, expected numbers`,
        );
      this.#relation.length = (this.#relation.length ?? 0) + 1;
      return;
    }
    this.attributes.push(attribute);
    if (attribute.type === 'relational') this.#relation = attribute;
  }
}

function parseAttribute(text: string, fault: (message: string) => DataError): ArffAttribute {
  const [, quoted, plain, type = ''] =
    /^(?:('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|([^\s{]+))\s*(.*)$/.exec(text) ?? [];
  const name = quoted === undefined ? plain : arffFields(quoted)[0]!.text;
  if (name === undefined || type === '')
    throw fault(
      `"@attribute ${text}" has no type, expected a name and numeric, {a, b, …}, string or relational`,
    );
  if (type.startsWith('{')) {
    if (!type.endsWith('}'))
      throw fault(`the values of ${name} are not closed, expected "}" at the end of the line`);
    const inner = type.slice(1, -1);
    return {
      name,
      type: 'nominal',
      values: inner.trim() === '' ? [] : arffFields(inner).map((field) => field.text),
    };
  }
  const word = /^\w+/.exec(type)?.[0].toLowerCase() ?? '';
  if (numeric.has(word)) return { name, type: 'numeric' };
  if (word === 'string' || word === 'date' || word === 'relational') return { name, type: word };
  throw fault(
    `${name} is of type ${type}, expected numeric, real, integer, {a, b, …}, string, date or relational`,
  );
}
