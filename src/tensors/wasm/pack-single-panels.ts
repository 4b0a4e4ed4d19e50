import { packedDepth, type PackedPart, type Strides } from './pack-panels.ts';

/** Lines that are read side by side. */
const together = 4;

/**
 * `packPanels` on float32 memory. Written out again on purpose, as `singleElementwise` is: a loop that sees arrays of both kinds is compiled for both.
 * @param source numbers of the matrix
 * @param strides where its elements lie
 * @param part what is packed
 * @param panelLines lines of a panel, a multiple of 4
 * @param target receives ⌈lines / panelLines⌉ panels of packedDepth(depth) · panelLines numbers
 */
export function packSinglePanels(
  source: Float32Array,
  { start, line, step }: Strides,
  { lines, depth }: PackedPart,
  panelLines: number,
  target: Float32Array,
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
