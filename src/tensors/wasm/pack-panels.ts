/** Lines that a panel holds: the rows and the columns of the tile that the kernel keeps in registers. */
export const panelLines = 4;

/** Steps that the kernel takes at once. */
export const stepsTogether = 2;

/** Where the elements of op(x) [lines, depth] lie: element (line, step) at `start` + line · `line` + step · `step`. */
export interface Strides {
  readonly start: number;
  readonly line: number;
  readonly step: number;
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
 * @param lines how many lines
 * @param depth how many steps
 * @param target receives ⌈lines / panelLines⌉ panels of packedDepth(depth) · panelLines numbers
 */
export function packPanels(
  source: Float64Array,
  { start, line, step }: Strides,
  lines: number,
  depth: number,
  target: Float64Array,
): void {
  const panelSize = packedDepth(depth) * panelLines;
  for (let first = 0, panel = 0; first < lines; first += panelLines, panel += panelSize) {
    let from = start + first * line;
    let to = panel;
    if (lines - first >= panelLines) {
      for (let p = 0; p < depth; p++, from += step, to += panelLines) {
        target[to] = source[from]!;
        target[to + 1] = source[from + line]!;
        target[to + 2] = source[from + 2 * line]!;
        target[to + 3] = source[from + 3 * line]!;
      }
    } else {
      target.fill(0, panel, panel + panelSize);
      for (let p = 0; p < depth; p++, from += step, to += panelLines)
        for (let i = 0; i < lines - first; i++) target[to + i] = source[from + i * line]!;
    }
    if (to < panel + panelSize) target.fill(0, to, panel + panelSize);
  }
}
