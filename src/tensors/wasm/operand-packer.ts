import type { Matrix, Numbers } from '../matrix.ts';
import { packKernel } from './pack-kernel.ts';
import { packedDepth, stepsTogether, tileShape, vectorBytes, type OperandShape } from './tile-shape.ts';

/** Where numbers of one precision lie in the memory of WebAssembly. */
export interface Numbered<Data extends Numbers> {
  readonly memory: WebAssembly.Memory;
  readonly name: 'float64' | 'float32';
  /** All of the memory. */
  readonly numbers: Data;
}

/** Which lines of op(x) are packed, each from one step to another. */
export interface PackedPart {
  readonly firstLine: number;
  readonly lines: number;
  readonly firstStep: number;
  readonly steps: number;
}

/** Steps that are summed up at a stretch: sums of so many products are then added. Part of what makes results reproducible. */
export const depthOfBlock = 256;

/** Copies part of a matrix into panels; `at` is the place of the first in the memory, in numbers. */
export type OperandPacker<Data extends Numbers> = (
  source: Matrix<Data>,
  linesAreRows: boolean,
  part: PackedPart,
  at: number,
) => void;

/** Numbers that are copied at once on the way into panels: 256 KiB of float64, which stay in a cache. */
const staged = 32_768;

/**
 * Numbers of a stage for parts of so many steps: a whole panel is read also where its last lines are missing.
 * @param steps of a part at most
 * @returns numbers
 */
export function stageSize(steps: number): number {
  return staged + 8 * packedDepth(steps);
}

/**
 * Where a block of so many steps begins behind the panels of those before.
 * @param shape of a panel
 * @param lines of the part
 * @param step first of the block, a multiple of `depthOfBlock`
 * @param bytes of a number
 * @returns numbers from the first panel of the part
 */
export function placeOfBlock(shape: OperandShape, lines: number, step: number, bytes: number): number {
  return (Math.ceil(lines / shape.lines) * step * shape.vectors * vectorBytes) / bytes;
}

/**
 * Makes a function that packs one of the two operands: a copy of what is to be packed, a few lines or steps at a time, then panels of it
 * in WebAssembly. Panels lie block by block of `depthOfBlock` steps; those of a block one behind the other.
 * @param space memory
 * @param operand which one
 * @param stage place of the copy in the memory, in numbers
 * @returns the function
 */
export function operandPacker<Data extends Numbers>(
  { memory, name, numbers }: Numbered<Data>,
  operand: 'a' | 'b',
  stage: number,
): OperandPacker<Data> {
  const shape = tileShape[name][operand];
  const bytes = numbers.BYTES_PER_ELEMENT;
  const step = (shape.vectors * vectorBytes) / bytes;
  const [packRows, packColumns] = [
    packKernel(memory, name, shape, true),
    packKernel(memory, name, shape, false),
  ];

  /** Rows of the matrix, cut to `width` numbers from `column` on, one behind the other. */
  function copy({ columns, data }: Matrix<Data>, row: number, rows: number, column: number, width: number) {
    if (width === columns) numbers.set(data.subarray(row * columns, (row + rows) * columns), stage);
    else
      for (let i = 0, from = row * columns + column; i < rows; i++, from += columns)
        numbers.set(data.subarray(from, from + width), stage + i * width);
  }

  function packTheRows(source: Matrix<Data>, { firstLine, lines, firstStep, steps }: PackedPart, at: number) {
    const together = Math.floor(staged / steps / shape.lines) * shape.lines;
    for (let line = 0; line < lines; line += together) {
      const count = Math.min(together, lines - line);
      copy(source, firstLine + line, count, firstStep, steps);
      for (let first = 0; first < steps; first += depthOfBlock) {
        const depth = packedDepth(Math.min(depthOfBlock, steps - first));
        const place = at + placeOfBlock(shape, lines, first, bytes) + (line / shape.lines) * depth * step;
        const panels = Math.ceil(count / shape.lines);
        const from = (stage + first) * bytes;
        packRows(from, steps * bytes, place * bytes, depth * step * bytes, panels, depth);
      }
    }
    if (steps % stepsTogether > 0) clearBehind(lines, steps, at);
  }

  /** Rows are read in whole vectors, so that panels hold numbers from behind the last step. */
  function clearBehind(lines: number, steps: number, at: number) {
    const last = steps % depthOfBlock;
    const depth = packedDepth(last);
    const block = at + placeOfBlock(shape, lines, steps - last, bytes);
    for (let panel = 0; panel < Math.ceil(lines / shape.lines); panel++)
      numbers.fill(0, block + (panel * depth + last) * step, block + (panel + 1) * depth * step);
  }

  function packTheColumns(
    source: Matrix<Data>,
    { firstLine, lines, firstStep, steps }: PackedPart,
    at: number,
  ) {
    // A power of two, so that no copy reaches into two blocks.
    const together = Math.min(depthOfBlock, 2 ** Math.floor(Math.log2(staged / lines)));
    for (let first = 0; first < steps; first += together) {
      const count = Math.min(together, steps - first);
      copy(source, firstStep + first, count, firstLine, lines);
      numbers.fill(0, stage + count * lines, stage + packedDepth(count) * lines);
      const before = first % depthOfBlock;
      const depth = packedDepth(Math.min(depthOfBlock, steps - first + before));
      const place = at + placeOfBlock(shape, lines, first - before, bytes) + before * step;
      const panels = Math.ceil(lines / shape.lines);
      const panelBytes = depth * step * bytes;
      packColumns(stage * bytes, lines * bytes, place * bytes, panelBytes, panels, packedDepth(count));
    }
  }

  return (source, linesAreRows, part, at) => {
    if (linesAreRows) packTheRows(source, part, at);
    else packTheColumns(source, part, at);
  };
}
