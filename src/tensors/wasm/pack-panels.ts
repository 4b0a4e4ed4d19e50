/** Rows of the tile that the kernel keeps in registers: lines of a panel of a. */
export const tileRows = 4;

/** Columns of the tile, two vectors: lines of a panel of b. */
export const tileColumns = { float64: 4, float32: 8 } as const;

/** Steps that the kernel takes at once. */
export const stepsTogether = 2;

/** Lines that are read side by side. */
const together = 4;

/** Where the elements of op(x) [lines, depth] lie: element (line, step) at `start` + line · `line` + step · `step`. */
export interface Strides {
  readonly start: number;
  readonly line: number;
  readonly step: number;
}

/** What is packed: so many lines of so many steps each. */
export interface PackedPart {
  readonly lines: number;
  readonly depth: number;
}

/**
 * Steps of a panel: the kernel takes two at once, so an odd number is filled up.
 * @param depth steps of the matrix
 * @returns steps that `packPanels` writes
 */
export function packedDepth(depth: number): number {
  return Math.ceil(depth / stepsTogether) * stepsTogether;
}

/**
 * Packs lines (rows of op(a), columns of op(b)) into panels, step after step, so that the kernel reads them in order. What is
 * missing in the last line and step is filled with zeros.
 * @param source numbers of the matrix
 * @param strides where its elements lie
 * @param part what is packed
 * @param panelLines lines of a panel, a multiple of 4
 * @param target receives ⌈lines / panelLines⌉ panels of packedDepth(depth) · panelLines numbers
 */
export function packPanels(
  source: Float64Array,
  { start, line, step }: Strides,
  { lines, depth }: PackedPart,
  panelLines: number,
  target: Float64Array,
): void {
  const panelSize = packedDepth(depth) * panelLines;
  if (lines % panelLines > 0) {
    const last = Math.floor(lines / panelLines) * panelSize;
    target.fill(0, last, last + panelSize);
  }
  for (let first = 0; first < lines; first += together) {
    const panel = Math.floor(first / panelLines) * panelSize;
    let from = start + first * line;
    let to = panel + (first % panelLines);
    if (lines - first >= together)
      for (let p = 0; p < depth; p++, from += step, to += panelLines) {
        target[to] = source[from]!;
        target[to + 1] = source[from + line]!;
        target[to + 2] = source[from + 2 * line]!;
        target[to + 3] = source[from + 3 * line]!;
      }
    else
      for (let p = 0; p < depth; p++, from += step, to += panelLines)
        for (let i = 0; i < lines - first; i++) target[to + i] = source[from + i * line]!;
    target.fill(0, panel + depth * panelLines, panel + panelSize);
  }
}
