import { assemble, instruction } from './assemble.ts';
import { panelLines, stepsTogether } from './pack-panels.ts';

const { constant, get, set, tee, add, subtract, repeat } = instruction;
const { zeros, loadPair, storePair, loadTwice, addPairs, multiplyAdd } = instruction;

const BYTES = 8;
const PAIR_BYTES = 2 * BYTES;
const STEP_BYTES = panelLines * BYTES;

/** Parameters and integer locals of the function, in order. */
const [A, B, C, DEPTH, PANELS_OF_A, PANELS_OF_B, ROW_BYTES] = [0, 1, 2, 3, 4, 5, 6] as const;
const [PANELS_LEFT, STEPS_LEFT, AT_A, AT_B, AT_C, ROW] = [7, 8, 9, 10, 11, 12] as const;

/** Pairs: the tile, 4 × 4 sums in 8 of the 15 registers that V8 has on x64; then a row of b, and an element of a. */
const FIRST_PAIR = 13;
const rows = [...Array(panelLines).keys()];
const pairs = [...Array(panelLines / 2).keys()];
const sum = (row: number, pair: number): number => FIRST_PAIR + row * pairs.length + pair;
const rowOfB = (pair: number): number => sum(panelLines, pair);
const elementOfA = rowOfB(pairs.length);

/** Adds a·b to C, one tile after the other. */
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
 * The innermost part of a matrix product in WebAssembly with SIMD: C ← C + a·b in float64 on packed panels.
 *
 * Source: Goto & van de Geijn, Anatomy of High-Performance Matrix Multiplication, ACM TOMS 34(3), 2008.
 * @param memory where a, b and C are
 * @returns the function, compiled for this processor
 */
export function tileKernel(memory: WebAssembly.Memory): TileKernel {
  const bytes = assemble({
    parameters: ROW_BYTES + 1,
    integers: ROW - ROW_BYTES,
    pairs: elementOfA + 1 - FIRST_PAIR,
    body: allTiles(),
  });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { host: { memory } });
  return instance.exports.run as TileKernel;
}

/** For every panel of b, for every panel of a: one tile. */
function allTiles(): number[] {
  return repeat(
    [...get(A), ...set(AT_A), ...get(C), ...set(AT_C), ...get(PANELS_OF_A), ...set(PANELS_LEFT)],
    repeat(oneTile(), countDown(PANELS_LEFT, 1)),
    [...get(AT_B), ...set(B)],
    advance(C, STEP_BYTES),
    countDown(PANELS_OF_B, 1),
  );
}

function oneTile(): number[] {
  const clear = rows.flatMap((row) => pairs.flatMap((pair) => [...zeros(), ...set(sum(row, pair))]));
  const begin = [...get(B), ...set(AT_B), ...get(DEPTH), ...set(STEPS_LEFT), ...get(AT_C), ...set(ROW)];
  const steps = repeat(
    ...[...Array(stepsTogether).keys()].map(oneStep),
    advance(AT_A, stepsTogether * STEP_BYTES),
    advance(AT_B, stepsTogether * STEP_BYTES),
    countDown(STEPS_LEFT, stepsTogether),
  );
  return [...clear, ...begin, ...steps, ...rows.flatMap(addRow), ...get(ROW), ...set(AT_C)];
}

/** Adds one column of a times one row of b to the tile. */
function oneStep(step: number): number[] {
  const row = pairs.flatMap((pair) => [
    ...[...get(AT_B), ...loadPair(step * STEP_BYTES + pair * PAIR_BYTES), ...set(rowOfB(pair))],
  ]);
  const products = rows.flatMap((i) => [
    ...[...get(AT_A), ...loadTwice(step * STEP_BYTES + i * BYTES), ...set(elementOfA)],
    ...pairs.flatMap((pair) => [
      ...[...get(elementOfA), ...get(rowOfB(pair)), ...get(sum(i, pair)), ...multiplyAdd()],
      ...set(sum(i, pair)),
    ]),
  ]);
  return [...row, ...products];
}

/** Adds a row of the tile to C, and goes on to the next. */
function addRow(row: number): number[] {
  const added = pairs.flatMap((pair) => [
    ...[...get(ROW), ...get(ROW), ...loadPair(pair * PAIR_BYTES)],
    ...[...get(sum(row, pair)), ...addPairs(), ...storePair(pair * PAIR_BYTES)],
  ]);
  return [...added, ...get(ROW), ...get(ROW_BYTES), ...add(), ...set(ROW)];
}

function advance(local: number, bytes: number): number[] {
  return [...get(local), ...constant(bytes), ...add(), ...set(local)];
}

/** Leaves what is left: 0 ends a loop. */
function countDown(local: number, by: number): number[] {
  return [...get(local), ...constant(by), ...subtract(), ...tee(local)];
}
