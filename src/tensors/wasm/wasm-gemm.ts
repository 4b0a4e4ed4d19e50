import type { Matrix, Numbers } from '../matrix.ts';
import type { GemmOptions } from '../ops.ts';
import { productShape, type ProductShape } from '../shapes.ts';
import { vectors } from './assemble.ts';
import { depthOfBlock, operandPacker, placeOfBlock, stageSize } from './operand-packer.ts';
import { resultBlock } from './result-block.ts';
import { thinProduct } from './thin-products.ts';
import { tileKernel } from './tile-kernel.ts';
import { packedDepth, tileShape, vectorBytes, type OperandShape } from './tile-shape.ts';

/** What is packed and multiplied at once at most: lines of a, lines of b, steps. */
const most = { rows: 516, columns: 1024, steps: 2048 } as const;

/** Numbers of panels at most: in float64 2 MiB for a, 4 MiB for b. */
const [panelsOfA, panelsOfB] = [262_144, 524_288];

/** Panels of b that are multiplied by all of a's before the next: 128 KiB. */
const panelsInCache = 16;

const WASM_PAGE_BYTES = 65_536;

/** c ← alpha · op(a) · op(b) + beta · c. */
export type Gemm<Data extends Numbers> = (
  a: Matrix<Data>,
  b: Matrix<Data>,
  c: Matrix<Data>,
  options?: GemmOptions,
) => void;

/** Numbers of one precision in the memory of WebAssembly. */
interface Precision<Data extends Numbers> {
  readonly name: 'float64' | 'float32';
  readonly view: (memory: ArrayBuffer, byteOffset: number, length: number) => Data;
}

/**
 * Makes a matrix product in WebAssembly in float64, on one thread. Operands are copied, packed, block by block into 11 MiB of its own.
 * @returns c ← alpha · op(a) · op(b) + beta · c; throws RangeError when the shapes do not fit
 */
export function wasmGemm(): Gemm<Float64Array> {
  return gemm<Float64Array>({ name: 'float64', view: (...place) => new Float64Array(...place) });
}

/**
 * Makes a matrix product in WebAssembly in float32; see `wasmGemm`.
 * @returns c ← alpha · op(a) · op(b) + beta · c; throws RangeError when the shapes do not fit
 */
export function wasmSingleGemm(): Gemm<Float32Array> {
  return gemm<Float32Array>({ name: 'float32', view: (...place) => new Float32Array(...place) });
}

function gemm<Data extends Numbers>(precision: Precision<Data>): Gemm<Data> {
  const [multiplyThin, blocked] = [thinProduct(precision.name, precision.view), blockedGemm(precision)];
  return (a, b, c, options = {}) => {
    const sizes = productShape(a, b, c, options);
    if (!multiplyThin(a, b, c, options)) blocked(a, b, c, options, sizes);
  };
}

/** A product whose sizes have been looked at. */
type SizedGemm<Data extends Numbers> = (
  ...of: [...operands: Required<Parameters<Gemm<Data>>>, sizes: ProductShape]
) => void;

function blockedGemm<Data extends Numbers>({ name, view }: Precision<Data>): SizedGemm<Data> {
  const { bytes } = vectors[name];
  const shape = tileShape[name];
  const atA = stageSize(most.steps);
  const atB = atA + panelsOfA;
  const atC = atB + panelsOfB;
  const size = atC + most.rows * most.columns;
  const memory = new WebAssembly.Memory({ initial: Math.ceil((size * bytes) / WASM_PAGE_BYTES) });
  const numbers = view(memory.buffer, 0, size);
  const space = { memory, name, numbers };
  const result = resultBlock(space, atC, 0);
  const [packA, packB] = [operandPacker(space, 'a', 0), operandPacker(space, 'b', 0)];
  const [overwrite, add] = [tileKernel(memory, name, false), tileKernel(memory, name, true)];

  /** Multiplies packed panels into the block of the result; `adds` says whether the first block of steps is added, too. */
  function multiplyPanels(rows: number, columns: number, steps: number, adds: boolean): void {
    const [panelsDown, panelsAcross] = [Math.ceil(rows / shape.a.lines), Math.ceil(columns / shape.b.lines)];
    const stepBytes = shape.b.vectors * vectorBytes;
    for (let step = 0; step < steps; step += depthOfBlock) {
      const depth = packedDepth(Math.min(depthOfBlock, steps - step));
      const ofA = (atA + placeOfBlock(shape.a, rows, step, bytes)) * bytes;
      const ofB = (atB + placeOfBlock(shape.b, columns, step, bytes)) * bytes;
      const multiply = step > 0 || adds ? add : overwrite;
      for (let panel = 0; panel < panelsAcross; panel += panelsInCache)
        multiply(
          ofA,
          ofB + panel * depth * stepBytes,
          atC * bytes + panel * stepBytes,
          depth,
          panelsDown,
          Math.min(panelsInCache, panelsAcross - panel),
          panelsAcross * stepBytes,
        );
    }
  }

  return (a, b, c, { transposeA = false, transposeB = false, alpha = 1, beta = 0 }, { m, n, k }) => {
    if (k === 0) {
      if (beta === 0) c.data.fill(0);
      return;
    }
    // The product is added in WebAssembly, where nothing else is to be done to it.
    const adds = beta === 1 && alpha === 1;
    const mostSteps = Math.min(most.steps, packedDepth(k));
    const mostRows = fitting(panelsOfA / mostSteps, shape.a, bytes, most.rows);
    const mostColumns = fitting(panelsOfB / mostSteps, shape.b, bytes, most.columns);
    for (let row = 0; row < m; row += mostRows) {
      const rows = Math.min(mostRows, m - row);
      for (let column = 0; column < n; column += mostColumns) {
        const columns = Math.min(mostColumns, n - column);
        const width = Math.ceil(columns / shape.b.lines) * shape.b.lines;
        const part = { row, rows, column, columns, width };
        if (adds) result.take(c, part);
        for (let firstStep = 0; firstStep < k; firstStep += mostSteps) {
          const steps = Math.min(mostSteps, k - firstStep);
          packA(a, !transposeA, { firstLine: row, lines: rows, firstStep, steps }, atA);
          packB(b, transposeB, { firstLine: column, lines: columns, firstStep, steps }, atB);
          multiplyPanels(rows, columns, steps, adds || firstStep > 0);
        }
        if (alpha === 1) result.give(c, part);
        else result.giveMultiple(c, part, alpha, beta);
      }
    }
  };
}

/** Lines whose steps fit, in whole panels. */
function fitting(numbersOfAStep: number, shape: OperandShape, bytes: number, atMost: number): number {
  const panels = Math.floor((numbersOfAStep * bytes) / (shape.vectors * vectorBytes));
  return Math.min(panels * shape.lines, atMost);
}
