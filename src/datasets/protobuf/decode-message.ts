import type { Content, MessageOf, MessageSchema } from './message-schema.ts';
import { wire, WireReader } from './wire-reader.ts';

/**
 * Decodes a protocol buffer message. Fields that the schema does not name are passed over; integers of more than 53 bits are
 * rounded; a message that stands twice reads as the two merged.
 * @param schema numbers and contents of its fields
 * @param bytes the message
 * @returns values by name; `bytes` are views of the message, not copies
 * @throws {RangeError} when the bytes are no protocol buffer message, or a field is laid out as no value of its content is
 */
export function decodeMessage<S extends MessageSchema>(schema: S, bytes: Uint8Array): MessageOf<S> {
  const message: Record<string, unknown> = {};
  decodeInto(message, schema, bytes);
  return message as MessageOf<S>;
}

function decodeInto(message: Record<string, unknown>, schema: MessageSchema, bytes: Uint8Array): void {
  const names = new Map(Object.entries(schema).map(([name, [number]]) => [number, name]));
  const reader = new WireReader(bytes);
  while (!reader.atEnd) {
    const { number, layout } = reader.tag();
    const name = names.get(number);
    if (name === undefined) {
      reader.skip(layout, number);
      continue;
    }
    const [, content, many] = schema[name]!;
    if (many) {
      const values = (message[name] ??= []) as unknown[];
      readValues(reader, number, layout, content, values);
    } else if (typeof content === 'object' && message[name] !== undefined) {
      expectLayout(layout, wire.delimited, number, content);
      decodeInto(message[name] as Record<string, unknown>, content, reader.delimited(number));
    } else {
      message[name] = readValue(reader, number, layout, content);
    }
  }
}

/** One value of a repeated field, or several numbers that are packed together. */
function readValues(
  reader: WireReader,
  number: number,
  layout: number,
  content: Content,
  values: unknown[],
): void {
  const isNumber = content === 'integer' || content === 'float';
  if (!isNumber || layout !== wire.delimited) {
    values.push(readValue(reader, number, layout, content));
    return;
  }
  const packed = new WireReader(reader.delimited(number));
  while (!packed.atEnd) values.push(content === 'integer' ? packed.integer() : packed.float(number));
}

function readValue(reader: WireReader, number: number, layout: number, content: Content): unknown {
  if (content === 'integer') {
    expectLayout(layout, wire.varint, number, content);
    return reader.integer();
  }
  if (content === 'float') {
    expectLayout(layout, wire.fixed32, number, content);
    return reader.float(number);
  }
  expectLayout(layout, wire.delimited, number, content);
  const bytes = reader.delimited(number);
  if (content === 'bytes') return bytes;
  return content === 'text' ? new TextDecoder().decode(bytes) : decodeMessage(content, bytes);
}

function expectLayout(found: number, expected: number, number: number, content: Content): void {
  if (found === expected) return;
  const kind = typeof content === 'object' ? 'a message' : content;
  throw new RangeError(`field ${number} is laid out as wire type ${found}, expected ${expected} (${kind})`);
}
