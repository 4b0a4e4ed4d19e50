import { assemble, instruction, vectors } from './assemble.ts';
import { stepsTogether, vectorBytes, type OperandShape } from './tile-shape.ts';

const { constant, get, set, add, multiply, repeat, advance, countDown } = instruction;
const { loadVector, storeVector, shuffle } = instruction;

/** Parameters and integer locals of the function, in order. */
const [SOURCE, ROW_BYTES, TARGET, PANEL_BYTES, PANELS, STEPS] = [0, 1, 2, 3, 4, 5] as const;
const [STEPS_LEFT, FROM, TO, LINE] = [6, 7, 8, 9] as const;
const FIRST_VECTOR = 10;

/** Packs panels of one operand, one after the other. */
export type PackKernel = (
  /** Address of the first number of a row-major matrix. */
  source: number,
  /** Bytes from one of its rows to the next. */
  rowBytes: number,
  /** Address of the first panel. */
  target: number,
  /** Bytes from one panel to the next. */
  panelBytes: number,
  panels: number,
  /** Steps that are packed, a multiple of `stepsTogether`, > 0. */
  steps: number,
) => void;

/**
 * Copies lines of a matrix into panels, step after step, so that the kernel reads them in order. Reads whole vectors: also behind the last line
 * where the last panel is not full, and whatever lies there becomes lines that belong to nothing.
 * @param memory where matrix and panels are
 * @param precision of both
 * @param shape of a panel
 * @param linesAreRows whether a line is a row of the matrix; else it is a column
 * @returns the function, compiled for this processor
 */
export function packKernel(
  memory: WebAssembly.Memory,
  precision: 'float64' | 'float32',
  shape: OperandShape,
  linesAreRows: boolean,
): PackKernel {
  const { lanes, bytes } = vectors[precision];
  const nextPanel = linesAreRows
    ? [...get(ROW_BYTES), ...constant(shape.lines), ...multiply()]
    : constant(shape.lines * bytes);
  const body = repeat(
    [...get(SOURCE), ...set(FROM), ...get(TARGET), ...set(TO), ...get(STEPS), ...set(STEPS_LEFT)],
    linesAreRows ? rowsSideBySide(shape, lanes, bytes) : columnsSideBySide(shape),
    [...get(SOURCE), ...nextPanel, ...add(), ...set(SOURCE)],
    [...get(TARGET), ...get(PANEL_BYTES), ...add(), ...set(TARGET)],
    countDown(PANELS, 1),
  );
  const source = { parameters: STEPS + 1, integers: LINE - STEPS, vectors: 2 * lanes, body };
  const instance = new WebAssembly.Instance(new WebAssembly.Module(assemble(source)), { host: { memory } });
  return instance.exports.run as PackKernel;
}

/** The lines of one step lie side by side already. */
function columnsSideBySide({ vectors: count }: OperandShape): number[] {
  const oneStep = (step: number) => [
    ...range(count).flatMap((vector) => [
      ...[...get(TO), ...get(FROM), ...loadVector(vector * vectorBytes)],
      ...storeVector((step * count + vector) * vectorBytes),
    ]),
    ...[...get(FROM), ...get(ROW_BYTES), ...add(), ...set(FROM)],
  ];
  return repeat(
    ...range(stepsTogether).map(oneStep),
    advance(TO, stepsTogether * count * vectorBytes),
    countDown(STEPS_LEFT, stepsTogether),
  );
}

/** As many steps of as many lines as a vector has numbers are transposed in registers. */
function rowsSideBySide({ vectors: count }: OperandShape, lanes: number, bytes: number): number[] {
  const oneSquare = (vector: number) => {
    const load = range(lanes).flatMap((line) => [
      ...[...get(LINE), ...loadVector(0), ...set(FIRST_VECTOR + line)],
      ...[...get(LINE), ...get(ROW_BYTES), ...add(), ...set(LINE)],
    ]);
    const store = range(lanes).flatMap((step) => [
      ...[...get(TO), ...column(step, lanes, bytes)],
      ...storeVector((step * count + vector) * vectorBytes),
    ]);
    return [...load, ...(lanes === 4 ? interleaveLines() : []), ...store];
  };
  return repeat(
    [...get(FROM), ...set(LINE)],
    range(count).flatMap(oneSquare),
    advance(FROM, vectorBytes),
    advance(TO, lanes * count * vectorBytes),
    countDown(STEPS_LEFT, lanes),
  );
}

/** Of four lines of four numbers: numbers of lines 0 and 1 in turns, in two vectors, then those of 2 and 3. */
function interleaveLines(): number[] {
  return [0, 2].flatMap((line) =>
    [0, 1].flatMap((half) => [
      ...[...get(FIRST_VECTOR + line), ...get(FIRST_VECTOR + line + 1)],
      ...shuffle([2 * half, 2 * half + 4, 2 * half + 1, 2 * half + 5], 4),
      ...set(FIRST_VECTOR + 4 + line + half),
    ]),
  );
}

/** One step of all lines of the square. */
function column(step: number, lanes: number, bytes: number): number[] {
  if (lanes === 2)
    return [...get(FIRST_VECTOR), ...get(FIRST_VECTOR + 1), ...shuffle([step, step + 2], bytes)];
  // Two steps are in one vector after `interleaveLines`.
  const [half, place] = [step >> 1, step & 1];
  return [
    ...[...get(FIRST_VECTOR + 4 + half), ...get(FIRST_VECTOR + 6 + half)],
    ...shuffle([place, place + 2], 8),
  ];
}

function range(count: number): number[] {
  return [...Array(count).keys()];
}
