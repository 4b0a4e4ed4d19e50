import { DataError } from '../data-error.ts';

/** Decodes bytes as text, and says where they are none. */
class Decoder {
  readonly #name: string;
  readonly #encoding: string;
  readonly #strict: TextDecoder;
  /** In step with the strict one, which says that a byte is wrong, but not where. */
  readonly #lenient: TextDecoder;
  #line = 1;
  #column = 1;

  constructor(name: string, encoding: string) {
    this.#name = name;
    this.#encoding = encoding;
    this.#strict = new TextDecoder(encoding, { fatal: true });
    this.#lenient = new TextDecoder(encoding);
  }

  decode(bytes: Uint8Array, last: boolean): string {
    const text = this.#lenient.decode(bytes, { stream: !last });
    try {
      this.#strict.decode(bytes, { stream: !last });
    } catch (cause) {
      const written = this.#encoding === 'utf-8' ? 'UTF-8' : this.#encoding;
      throw this.#fault(
        text.slice(0, text.indexOf('\uFFFD')),
        `the text is not in ${written}: name its encoding under source.encoding (as windows-1252), or save the file in UTF-8`,
        cause,
      );
    }
    const nul = text.indexOf('\0');
    if (nul >= 0)
      throw this.#fault(
        text.slice(0, nul),
        'there is a NUL character, expected text: the file is no text, or in UTF-16 without a byte order mark (encoding: utf-16le)',
      );
    this.#advance(text);
    return text;
  }

  #advance(text: string): void {
    const lastBreak = text.lastIndexOf('\n');
    this.#column = lastBreak < 0 ? this.#column + text.length : text.length - lastBreak;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#line++;
  }

  #fault(before: string, message: string, cause?: unknown): DataError {
    this.#advance(before);
    const location = { file: this.#name, line: this.#line, column: this.#column };
    return new DataError(message, { location, cause });
  }
}

/**
 * Decodes bytes as text, piece by piece. A byte order mark decides; else the encoding that is asked for, else UTF-8.
 * @param chunks the bytes
 * @param name the file, for messages
 * @param asked the encoding named by the user
 * @returns pieces of text without a byte order mark
 * @throws {DataError} at a byte that is none of the encoding, with line and column; at a NUL character, which no text holds
 */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  asked = 'utf-8',
): AsyncGenerator<string> {
  let decoder: Decoder | undefined;
  let start: Uint8Array = new Uint8Array();
  for await (const chunk of chunks) {
    const bytes: Uint8Array = decoder === undefined ? Buffer.concat([start, chunk]) : chunk;
    // A byte order mark may be cut by the end of a chunk.
    if (decoder === undefined && bytes.length < 4) {
      start = bytes;
      continue;
    }
    decoder ??= new Decoder(name, encodingOf(bytes, name) ?? asked);
    start = new Uint8Array();
    yield decoder.decode(bytes, false);
  }
  decoder ??= new Decoder(name, encodingOf(start, name) ?? asked);
  yield decoder.decode(start, true);
}

/** The encoding that a byte order mark names. */
function encodingOf(bytes: Uint8Array, name: string): string | undefined {
  const begins = (...mark: number[]): boolean => mark.every((byte, index) => bytes[index] === byte);
  if (begins(0xff, 0xfe, 0, 0) || begins(0, 0, 0xfe, 0xff))
    throw new DataError(`${name} is in UTF-32, expected another encoding: save it in UTF-8`);
  if (begins(0xef, 0xbb, 0xbf)) return 'utf-8';
  if (begins(0xff, 0xfe)) return 'utf-16le';
  return begins(0xfe, 0xff) ? 'utf-16be' : undefined;
}
