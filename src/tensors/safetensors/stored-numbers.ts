/** Numbers as a file stores them, each exactly: bytes, float64, or integers that float64 may not hold. */
export type StoredNumbers =
  | Uint8Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | BigUint64Array<ArrayBuffer>;

/** Bytes of an element, by the names that safetensors gives to element types. */
export const storedTypes = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  F8_E5M2: 1,
  F8_E4M3: 1,
  F8_E8M0: 1,
  I64: 8,
  U64: 8,
  I32: 4,
  U32: 4,
  I16: 2,
  U16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
} as const;

export type StoredType = keyof typeof storedTypes;

/** Whether a file's element type is one whose numbers are known. */
export function isStoredType(type: string): type is StoredType {
  return Object.hasOwn(storedTypes, type);
}

/**
 * The numbers that bytes stand for, none of them rounded.
 * @param bytes elements one after the other, little-endian, at the start of their buffer; may be taken over as they are
 * @param type their type
 * @returns bytes for U8, big integers for I64 and U64, float64 for all others
 * @throws {RangeError} when a truth value is neither 0 nor 1
 */
export function storedNumbers(bytes: Uint8Array<ArrayBuffer>, type: StoredType): StoredNumbers {
  const { buffer } = bytes;
  const count = bytes.byteLength / storedTypes[type];
  switch (type) {
    case 'U8':
      return bytes;
    case 'F64':
      return new Float64Array(buffer, 0, count);
    case 'I64':
      return new BigInt64Array(buffer, 0, count);
    case 'U64':
      return new BigUint64Array(buffer, 0, count);
    case 'F32':
      return new Float64Array(new Float32Array(buffer, 0, count));
    case 'I32':
      return new Float64Array(new Int32Array(buffer, 0, count));
    case 'U32':
      return new Float64Array(new Uint32Array(buffer, 0, count));
    case 'I16':
      return new Float64Array(new Int16Array(buffer, 0, count));
    case 'U16':
      return new Float64Array(new Uint16Array(buffer, 0, count));
    case 'I8':
      return new Float64Array(new Int8Array(buffer, 0, count));
    case 'BOOL':
      return truthValues(bytes);
    case 'F16':
      return looked(new Uint16Array(buffer, 0, count), 2 ** 16, { exponentBits: 5, fractionBits: 10 });
    case 'BF16':
      return looked(new Uint16Array(buffer, 0, count), 2 ** 16, { exponentBits: 8, fractionBits: 7 });
    case 'F8_E5M2':
      return looked(bytes, 2 ** 8, { exponentBits: 5, fractionBits: 2 });
    case 'F8_E4M3':
      return looked(bytes, 2 ** 8, { exponentBits: 4, fractionBits: 3, finite: true });
    case 'F8_E8M0':
      return Float64Array.from(bytes, (exponent) => (exponent === 255 ? Number.NaN : 2 ** (exponent - 127)));
  }
}

function truthValues(bytes: Uint8Array): Float64Array<ArrayBuffer> {
  const wrong = bytes.findIndex((byte) => byte > 1);
  if (wrong >= 0)
    throw new RangeError(`element ${wrong}: a truth value is stored as ${bytes[wrong]!}, expected 0 or 1`);
  return new Float64Array(bytes);
}

interface FloatFormat {
  exponentBits: number;
  fractionBits: number;
  /** No infinity: of the largest exponent only the largest fraction is not a number (the "fn" formats). */
  finite?: boolean;
}

/** Translates codes of few bits by a table of all of them where there are many, else one by one. */
function looked(
  codes: Uint8Array | Uint16Array,
  range: number,
  format: FloatFormat,
): Float64Array<ArrayBuffer> {
  if (codes.length < range) return Float64Array.from(codes, (code) => floatOf(code, format));
  const table = Float64Array.from({ length: range }, (_, code) => floatOf(code, format));
  const values = new Float64Array(codes.length);
  for (let index = 0; index < codes.length; index++) values[index] = table[codes[index]!]!;
  return values;
}

/** The number of a code: sign, exponent with the bias 2^(bits−1) − 1, fraction; subnormal where the exponent is 0. */
function floatOf(code: number, { exponentBits, fractionBits, finite = false }: FloatFormat): number {
  const fractions = 2 ** fractionBits;
  const largest = 2 ** exponentBits - 1;
  const fraction = code % fractions;
  const exponent = Math.floor(code / fractions) % (largest + 1);
  const sign = code >= fractions * (largest + 1) ? -1 : 1;
  const bias = (largest - 1) / 2;
  if (exponent === largest && (!finite || fraction === fractions - 1))
    return finite || fraction > 0 ? Number.NaN : sign * Infinity;
  if (exponent === 0) return sign * (fraction / fractions) * 2 ** (1 - bias);
  return sign * (1 + fraction / fractions) * 2 ** (exponent - bias);
}
