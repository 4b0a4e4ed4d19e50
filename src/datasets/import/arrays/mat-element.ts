/** A data element of a MAT-file of version 5: its type, its bytes, and where the next one begins. */
export interface MatElement {
  type: number;
  data: Buffer;
  next: number;
}

/**
 * Reads the element at a place: a tag of 8 bytes (type, length) and the data, padded to 8 bytes; or, where they are four
 * bytes at most, both in 8 bytes.
 * @throws {RangeError} where the bytes end inside the element
 */
export function matElement(bytes: Buffer, at: number, bigEndian: boolean): MatElement {
  const word = (place: number): number => (bigEndian ? bytes.readUInt32BE(place) : bytes.readUInt32LE(place));
  const first = word(at);
  const small = first >>> 16;
  if (small > 0) {
    if (small > 4) throw new RangeError(`the element at byte ${at} claims ${small} bytes where 4 have room`);
    return { type: first & 0xffff, data: bytes.subarray(at + 4, at + 4 + small), next: at + 8 };
  }
  const length = word(at + 4);
  const end = at + 8 + length;
  if (end > bytes.length)
    throw new RangeError(
      `the element at byte ${at} needs ${length} bytes, ${bytes.length - at - 8} are left`,
    );
  // Packed elements are not padded, and the last one need not be.
  const next = first === 15 ? end : Math.min(bytes.length, at + 8 + 8 * Math.ceil(length / 8));
  return { type: first, data: bytes.subarray(at + 8, end), next };
}
