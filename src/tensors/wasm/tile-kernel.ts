import { assemble, instruction, vectors } from './assemble.ts';
import { stepsTogether, tileRows, tileShape, vectorBytes } from './tile-shape.ts';

const { constant, get, set, multiply, add, repeat, advance, countDown } = instruction;
const { zeros, loadVector, storeVector } = instruction;

/** Two vectors make a row of the tile in either precision. */
const vectorsOfRow = [0, 1] as const;
const rows = [...Array(tileRows).keys()];

/** Parameters and integer locals of the function, in order. */
const [A, B, C, DEPTH, PANELS_OF_A, PANELS_OF_B, ROW_BYTES] = [0, 1, 2, 3, 4, 5, 6] as const;
const [PANELS_LEFT, STEPS_LEFT, AT_A, AT_B, AT_C, ROW] = [7, 8, 9, 10, 11, 12] as const;

/** Vectors: the tile, 6 rows in 12 of the 15 registers that V8 has on x64; then a row of b, and an element of a. */
const FIRST_VECTOR = 13;
const sum = (row: number, vector: number): number => FIRST_VECTOR + row * vectorsOfRow.length + vector;
const rowOfB = (vector: number): number => sum(tileRows, vector);
const elementOfA = rowOfB(vectorsOfRow.length);

/** Multiplies a by b, one tile after the other. */
export type TileKernel = (
  /** Address of a's panels of rows. */
  a: number,
  /** Address of b's panels of columns. */
  b: number,
  /** Address of C, row-major. */
  c: number,
  /** Steps of a panel, a multiple of `stepsTogether`, > 0. */
  depth: number,
  panelsOfA: number,
  panelsOfB: number,
  /** Bytes from one row of C to the next. */
  rowBytes: number,
) => void;

/**
 * The innermost part of a matrix product in WebAssembly with SIMD, on packed panels: C ← a·b, or C ← C + a·b.
 *
 * Source: Goto & van de Geijn, Anatomy of High-Performance Matrix Multiplication, ACM TOMS 34(3), 2008.
 * @param memory where a, b and C are
 * @param precision of all three
 * @param adds whether the product is added to C
 * @returns the function, compiled for this processor
 */
export function tileKernel(
  memory: WebAssembly.Memory,
  precision: 'float64' | 'float32',
  adds: boolean,
): TileKernel {
  const bytes = assemble({
    parameters: ROW_BYTES + 1,
    integers: ROW - ROW_BYTES,
    vectors: elementOfA + 1 - FIRST_VECTOR,
    body: allTiles(precision, adds),
  });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { host: { memory } });
  return instance.exports.run as TileKernel;
}

/** For every panel of a, for every panel of b: one tile. */
function allTiles(precision: 'float64' | 'float32', adds: boolean): number[] {
  return repeat(
    [...get(B), ...set(AT_B), ...get(C), ...set(AT_C), ...get(PANELS_OF_B), ...set(PANELS_LEFT)],
    repeat(
      oneTile(precision, adds),
      advance(AT_C, vectorsOfRow.length * vectorBytes),
      countDown(PANELS_LEFT, 1),
    ),
    [
      ...get(AT_A),
      ...set(A),
      ...get(ROW_BYTES),
      ...constant(tileRows),
      ...multiply(),
      ...get(C),
      ...add(),
      ...set(C),
    ],
    countDown(PANELS_OF_A, 1),
  );
}

function oneTile(precision: 'float64' | 'float32', adds: boolean): number[] {
  const { a, b } = tileShape[precision];
  const clear = rows.flatMap((row) =>
    vectorsOfRow.flatMap((vector) => [...zeros(), ...set(sum(row, vector))]),
  );
  const begin = [...get(A), ...set(AT_A), ...get(DEPTH), ...set(STEPS_LEFT), ...get(AT_C), ...set(ROW)];
  const steps = repeat(
    ...[...Array(stepsTogether).keys()].map((step) => oneStep(step, precision)),
    advance(AT_A, stepsTogether * a.vectors * vectorBytes),
    advance(AT_B, stepsTogether * b.vectors * vectorBytes),
    countDown(STEPS_LEFT, stepsTogether),
  );
  const store = rows.flatMap((row) => storeRow(row, precision, adds));
  return [...clear, ...begin, ...steps, ...store];
}

/** Adds one column of a times one row of b to the tile. */
function oneStep(step: number, precision: 'float64' | 'float32'): number[] {
  const { bytes, loadEverywhere, multiplyAdd } = vectors[precision];
  const { a, b } = tileShape[precision];
  const [stepOfA, stepOfB] = [step * a.vectors * vectorBytes, step * b.vectors * vectorBytes];
  const row = vectorsOfRow.flatMap((vector) => [
    ...[...get(AT_B), ...loadVector(stepOfB + vector * vectorBytes), ...set(rowOfB(vector))],
  ]);
  const products = rows.flatMap((i) => [
    ...[...get(AT_A), ...loadEverywhere(stepOfA + i * bytes), ...set(elementOfA)],
    ...vectorsOfRow.flatMap((vector) => [
      ...[...get(elementOfA), ...get(rowOfB(vector)), ...get(sum(i, vector)), ...multiplyAdd()],
      ...set(sum(i, vector)),
    ]),
  ]);
  return [...row, ...products];
}

/** Stores a row of the tile in C, or adds it, and goes on to the next. */
function storeRow(row: number, precision: 'float64' | 'float32', adds: boolean): number[] {
  const { addVectors } = vectors[precision];
  const stored = vectorsOfRow.flatMap((vector) => {
    const offset = vector * vectorBytes;
    const before = adds ? [...get(ROW), ...loadVector(offset)] : [];
    return [
      ...[...get(ROW), ...before, ...get(sum(row, vector)), ...(adds ? addVectors() : [])],
      ...storeVector(offset),
    ];
  });
  return [...stored, ...get(ROW), ...get(ROW_BYTES), ...add(), ...set(ROW)];
}
