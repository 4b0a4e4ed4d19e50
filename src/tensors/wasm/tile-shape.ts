/** What the kernel and the packing of its operands agree on. */
export interface OperandShape {
  /** Lines of a panel: rows or columns of the tile. */
  readonly lines: number;
  /** Vectors of 16 bytes that one step of a panel takes. */
  readonly vectors: number;
}

/** Bytes of a vector. */
export const vectorBytes = 16;

/** Rows of the tile. */
export const tileRows = 6;

/**
 * Rows and columns of the tile that the kernel keeps in registers: 12 of the 15 that V8 has on x64, which leaves two for a row of b and one for
 * an element of a. Six numbers of float32 are one and a half vectors; a step then takes two.
 */
export const tileShape = {
  float64: { a: { lines: tileRows, vectors: 3 }, b: { lines: 4, vectors: 2 } },
  float32: { a: { lines: tileRows, vectors: 2 }, b: { lines: 8, vectors: 2 } },
} as const;

/** Steps that the kernel takes at once, and a multiple of those that packing does. */
export const stepsTogether = 4;

/**
 * Steps of a panel: the kernel takes several at once, so their number is filled up.
 * @param depth steps of the matrix
 * @returns the next multiple of `stepsTogether`
 */
export function packedDepth(depth: number): number {
  return Math.ceil(depth / stepsTogether) * stepsTogether;
}
