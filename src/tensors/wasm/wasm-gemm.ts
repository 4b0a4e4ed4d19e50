import { rowsOf, type Matrix, type Numbers } from '../matrix.ts';
import type { GemmOptions } from '../ops.ts';
import { productShape } from '../shapes.ts';
import { vectors } from './assemble.ts';
import {
  packedDepth,
  packPanels,
  tileColumns,
  tileRows,
  type PackedPart,
  type Strides,
} from './pack-panels.ts';
import { packSinglePanels } from './pack-single-panels.ts';
import { multiplyThin } from './thin-products.ts';
import { tileKernel } from './tile-kernel.ts';

/** Sizes of the blocks that are packed: in float64 a's takes 1 MiB, b's 2 MiB, the result's 4 MiB; in float32 half of that. */
const block = { rows: 512, columns: 1024, depth: 256 } as const;

const WASM_PAGE_BYTES = 65_536;

/** c ← alpha · op(a) · op(b) + beta · c. */
export type Gemm<Data extends Numbers> = (
  a: Matrix<Data>,
  b: Matrix<Data>,
  c: Matrix<Data>,
  options?: GemmOptions,
) => void;

/** Numbers of one precision in the memory of WebAssembly, and how they are packed. */
interface Precision<Data extends Numbers> {
  readonly name: 'float64' | 'float32';
  readonly view: (memory: ArrayBuffer, byteOffset: number, length: number) => Data;
  readonly pack: (source: Data, strides: Strides, part: PackedPart, panelLines: number, target: Data) => void;
}

/**
 * Makes a matrix product in WebAssembly in float64, on one thread. Operands are copied, packed, block by block into 7 MiB of its own.
 * @returns c ← alpha · op(a) · op(b) + beta · c; throws RangeError when the shapes do not fit
 */
export function wasmGemm(): Gemm<Float64Array> {
  const blocked = blockedGemm<Float64Array>({
    name: 'float64',
    view: (...place) => new Float64Array(...place),
    pack: packPanels,
  });
  return (a, b, c, options = {}) => {
    productShape(a, b, c, options);
    if (!multiplyThin(a, b, c, options)) blocked(a, b, c, options);
  };
}

/**
 * Makes a matrix product in WebAssembly in float32; see `wasmGemm`.
 * @returns c ← alpha · op(a) · op(b) + beta · c; throws RangeError when the shapes do not fit
 */
export function wasmSingleGemm(): Gemm<Float32Array> {
  return blockedGemm<Float32Array>({
    name: 'float32',
    view: (...place) => new Float32Array(...place),
    pack: packSinglePanels,
  });
}

function blockedGemm<Data extends Numbers>({ name, view, pack }: Precision<Data>): Gemm<Data> {
  const { bytes } = vectors[name];
  const [sizeA, sizeB, sizeC] = [
    block.rows * block.depth,
    block.columns * block.depth,
    block.rows * block.columns,
  ];
  const pages = Math.ceil(((sizeA + sizeB + sizeC) * bytes) / WASM_PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages });
  const [overwrite, add] = [tileKernel(memory, name, false), tileKernel(memory, name, true)];
  const panelsOfA = view(memory.buffer, 0, sizeA);
  const panelsOfB = view(memory.buffer, sizeA * bytes, sizeB);
  const result = view(memory.buffer, (sizeA + sizeB) * bytes, sizeC);
  const linesOfB = tileColumns[name];

  return (a, b, c, options = {}) => {
    const { m, n, k } = productShape(a, b, c, options);
    const { alpha = 1, beta = 0 } = options;
    // The product is added in WebAssembly, where nothing else is to be done to it.
    const adds = beta === 1 && alpha === 1;
    if (k === 0) {
      if (beta === 0) c.data.fill(0);
      return;
    }
    for (let row = 0; row < m; row += block.rows) {
      const rows = Math.min(block.rows, m - row);
      const rowPanels = Math.ceil(rows / tileRows);
      for (let column = 0; column < n; column += block.columns) {
        const columns = Math.min(block.columns, n - column);
        const columnPanels = Math.ceil(columns / linesOfB);
        const width = columnPanels * linesOfB;
        const whole = width === n;
        if (adds) {
          if (whole) result.set(rowsOf(c, row, rows).data);
          else for (let i = 0; i < rows; i++) result.set(partOfRow(c, row + i, column, columns), i * width);
        }
        for (let step = 0; step < k; step += block.depth) {
          const depth = Math.min(block.depth, k - step);
          const ofA = stridesOf(a, options.transposeA, row, step);
          pack(a.data, ofA, { lines: rows, depth }, tileRows, panelsOfA);
          const ofB = stridesOf(b, !options.transposeB, column, step);
          pack(b.data, ofB, { lines: columns, depth }, linesOfB, panelsOfB);
          (step === 0 && !adds ? overwrite : add)(
            panelsOfA.byteOffset,
            panelsOfB.byteOffset,
            result.byteOffset,
            packedDepth(depth),
            rowPanels,
            columnPanels,
            width * bytes,
          );
        }
        if (alpha !== 1) {
          for (let i = 0; i < rows; i++)
            combine(
              result.subarray(i * width, i * width + columns),
              partOfRow(c, row + i, column, columns),
              alpha,
              beta,
            );
        } else if (whole) rowsOf(c, row, rows).data.set(result.subarray(0, rows * width));
        else
          for (let i = 0; i < rows; i++)
            partOfRow(c, row + i, column, columns).set(result.subarray(i * width, i * width + columns));
      }
    }
  };
}

function partOfRow<Data extends Numbers>(
  c: Matrix<Data>,
  row: number,
  column: number,
  columns: number,
): Data {
  const from = row * c.columns + column;
  return c.data.subarray(from, from + columns) as Data;
}

/** Lines are rows of the matrix, or, transposed, its columns. */
function stridesOf(
  source: Matrix<Numbers>,
  transposed: boolean | undefined,
  line: number,
  step: number,
): Strides {
  const { columns } = source;
  return transposed
    ? { start: step * columns + line, line: 1, step: columns }
    : { start: line * columns + step, line: columns, step: 1 };
}

function combine(sums: Numbers, c: Numbers, alpha: number, beta: 0 | 1): void {
  for (let j = 0; j < sums.length; j++) c[j] = alpha * sums[j]! + (beta === 1 ? c[j]! : 0);
}
