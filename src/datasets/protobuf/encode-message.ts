import type { Content, MessageOf, MessageSchema } from './message-schema.ts';
import { wire } from './wire-reader.ts';

/** An encoded message in pieces, so that large contents are copied only once, at the end. */
interface Encoded {
  length: number;
  pieces: Uint8Array[];
}

/**
 * Encodes a protocol buffer message; fields stand in the order of the schema.
 * @param schema numbers and contents of its fields
 * @param message values by name; integers must be safe ones, floats are rounded to float32
 * @returns new memory; `bytes` are copied once
 */
export function encodeMessage<S extends MessageSchema>(schema: S, message: MessageOf<S>): Uint8Array {
  const { pieces, length } = encodeFields(schema, message);
  return Buffer.concat(pieces, length);
}

function encodeFields(schema: MessageSchema, message: Record<string, unknown>): Encoded {
  const encoded: Encoded = { length: 0, pieces: [] };
  for (const [name, [number, content, many]] of Object.entries(schema)) {
    const value = message[name];
    if (value === undefined) continue;
    for (const entry of many ? (value as unknown[]) : [value]) append(encoded, number, content, entry);
  }
  return encoded;
}

function append(to: Encoded, number: number, content: Content, value: unknown): void {
  if (content === 'integer') {
    add(to, [...varint(number * 8 + wire.varint), ...varint(value as number)]);
  } else if (content === 'float') {
    const bytes = Buffer.alloc(4);
    bytes.writeFloatLE(value as number);
    add(to, [...varint(number * 8 + wire.fixed32), ...bytes]);
  } else {
    const { length, pieces } = encodeContent(content, value);
    add(to, [...varint(number * 8 + wire.delimited), ...varint(length)]);
    to.length += length;
    for (const piece of pieces) to.pieces.push(piece);
  }
}

function encodeContent(content: 'text' | 'bytes' | MessageSchema, value: unknown): Encoded {
  if (typeof content === 'object') return encodeFields(content, value as Record<string, unknown>);
  const bytes = content === 'text' ? new TextEncoder().encode(value as string) : (value as Uint8Array);
  return { length: bytes.length, pieces: [bytes] };
}

function add(to: Encoded, bytes: number[]): void {
  to.length += bytes.length;
  to.pieces.push(Uint8Array.from(bytes));
}

/** Seven bits a byte, the lowest first; negative numbers as 64-bit two's complement. */
function varint(value: number): number[] {
  if (!Number.isSafeInteger(value))
    throw new RangeError(`${value} is not a whole number that is held exactly`);
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}
