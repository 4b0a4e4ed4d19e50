import type { Matrix } from '../matrix.ts';
import type { GemmOptions } from '../ops.ts';
import { productShape } from '../shapes.ts';
import { packedDepth, packPanels, panelLines, type Strides } from './pack-panels.ts';
import { tileKernel } from './tile-kernel.ts';

/** Sizes of the blocks that are packed: a's takes 1 MiB, b's 2 MiB, the result's 4 MiB. */
const block = { rows: 512, columns: 1024, depth: 256 } as const;

const BYTES = 8;
const WASM_PAGE_BYTES = 65_536;

/** c ← alpha · op(a) · op(b) + beta · c. */
export type Gemm = (a: Matrix, b: Matrix, c: Matrix, options?: GemmOptions) => void;

/**
 * Makes a matrix product in WebAssembly, on one thread. Operands are copied, packed, block by block into 7 MiB of its own.
 * @returns c ← alpha · op(a) · op(b) + beta · c; throws RangeError when the shapes do not fit
 */
export function wasmGemm(): Gemm {
  const [sizeA, sizeB, sizeC] = [
    block.rows * block.depth,
    block.columns * block.depth,
    block.rows * block.columns,
  ];
  const bytes = (sizeA + sizeB + sizeC) * BYTES;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / WASM_PAGE_BYTES) });
  const kernel = tileKernel(memory);
  const panelsOfA = new Float64Array(memory.buffer, 0, sizeA);
  const panelsOfB = new Float64Array(memory.buffer, sizeA * BYTES, sizeB);
  const result = new Float64Array(memory.buffer, (sizeA + sizeB) * BYTES, sizeC);

  return (a, b, c, options = {}) => {
    const { m, n, k } = productShape(a, b, c, options);
    const { alpha = 1, beta = 0 } = options;
    for (let row = 0; row < m; row += block.rows) {
      const rows = Math.min(block.rows, m - row);
      const rowPanels = Math.ceil(rows / panelLines);
      for (let column = 0; column < n; column += block.columns) {
        const columns = Math.min(block.columns, n - column);
        const columnPanels = Math.ceil(columns / panelLines);
        const width = columnPanels * panelLines;
        result.fill(0, 0, rowPanels * panelLines * width);
        for (let step = 0; step < k; step += block.depth) {
          const depth = Math.min(block.depth, k - step);
          packPanels(a.data, stridesOf(a, options.transposeA, row, step), rows, depth, panelsOfA);
          const ofB = stridesOf(b, !options.transposeB, column, step);
          packPanels(b.data, ofB, columns, depth, panelsOfB);
          kernel(
            panelsOfA.byteOffset,
            panelsOfB.byteOffset,
            result.byteOffset,
            packedDepth(depth),
            rowPanels,
            columnPanels,
            width * BYTES,
          );
        }
        for (let i = 0; i < rows; i++) {
          const target = (row + i) * n + column;
          const sums = result.subarray(i * width, i * width + columns);
          if (alpha === 1 && beta === 0) c.data.set(sums, target);
          else combine(sums, c.data, target, alpha, beta);
        }
      }
    }
  };
}

/** Lines are rows of the matrix, or, transposed, its columns. */
function stridesOf(source: Matrix, transposed: boolean | undefined, line: number, step: number): Strides {
  const { columns } = source;
  return transposed
    ? { start: step * columns + line, line: 1, step: columns }
    : { start: line * columns + step, line: columns, step: 1 };
}

function combine(sums: Float64Array, c: Float64Array, target: number, alpha: number, beta: 0 | 1): void {
  for (let j = 0; j < sums.length; j++) c[target + j] = alpha * sums[j]! + (beta === 1 ? c[target + j]! : 0);
}
