/** How the value of a field is laid out. Wire types 3 and 4, groups, are of no use today. */
export const wire = { varint: 0, fixed64: 1, delimited: 2, fixed32: 5 } as const;

/** Reads the parts of a protocol buffer message in order. */
export class WireReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  /** @param bytes a message, or numbers that are packed together */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether everything has been read. */
  get atEnd(): boolean {
    return this.#position === this.#bytes.length;
  }

  /** The number of the next field, and how its value is laid out. */
  tag(): { number: number; layout: number } {
    const start = this.#position;
    const tag = this.integer();
    const [number, layout] = [Math.floor(tag / 8), tag % 8];
    const known: number[] = Object.values(wire);
    if (number < 1 || !known.includes(layout)) throw new RangeError(`byte ${start} begins no field`);
    return { number, layout };
  }

  /** A whole number: seven bits a byte, the lowest first, as 64-bit two's complement. */
  integer(): number {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#position];
      if (byte === undefined)
        throw new RangeError(`the message ends inside a number at byte ${this.#position}`);
      this.#position++;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(BigInt.asIntN(64, value));
    }
    throw new RangeError(`the number before byte ${this.#position} is longer than 64 bits`);
  }

  /** A float32 number. */
  float(field: number): number {
    const bytes = this.#take(4, field);
    return new DataView(bytes.buffer, bytes.byteOffset, 4).getFloat32(0, true);
  }

  /** Text, bytes, a message, or packed numbers; a view, not a copy. */
  delimited(field: number): Uint8Array {
    return this.#take(this.integer(), field);
  }

  /** Passes over a value. */
  skip(layout: number, field: number): void {
    if (layout === wire.varint) this.integer();
    else if (layout === wire.delimited) this.delimited(field);
    else this.#take(layout === wire.fixed64 ? 8 : 4, field);
  }

  #take(length: number, field: number): Uint8Array {
    const left = this.#bytes.length - this.#position;
    if (length < 0 || length > left)
      throw new RangeError(`field ${field} claims ${length} bytes, ${left} are left`);
    this.#position += length;
    return this.#bytes.subarray(this.#position - length, this.#position);
  }
}
