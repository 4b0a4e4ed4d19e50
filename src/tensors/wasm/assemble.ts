/** Instructions in the binary format of WebAssembly; memory is addressed with an offset that is known beforehand. */
export const instruction = {
  constant: (value: number) => [0x41, ...signed(value)],
  get: (local: number) => [0x20, ...unsigned(local)],
  set: (local: number) => [0x21, ...unsigned(local)],
  /** Sets a local and leaves its value. */
  tee: (local: number) => [0x22, ...unsigned(local)],
  add: () => [0x6a],
  subtract: () => [0x6b],
  multiply: () => [0x6c],
  /** Repeats its body as long as the body leaves a number other than 0. */
  repeat: (...body: number[][]) => [0x03, 0x40, ...body.flat(), 0x0d, 0, 0x0b],
  /** A vector of zeros; vectors have 16 bytes. */
  zeros: () => [0xfd, 0x0c, ...new Array<number>(16).fill(0)],
  loadVector: (offset: number) => [0xfd, 0x00, 2, ...unsigned(offset)],
  /** Two numbers of float32 as a vector of two of float64. */
  loadAsDoubles: (offset: number) => [0xfd, 0x5d, 2, ...unsigned(offset), 0xfd, 0x5f],
  storeVector: (offset: number) => [0xfd, 0x0b, 2, ...unsigned(offset)],
  /** Takes numbers of so many bytes out of two vectors, those of the second being counted on after those of the first. */
  shuffle: (numbers: readonly number[], bytes: number) => [
    ...[0xfd, 0x0d],
    ...numbers.flatMap((number) => Array.from({ length: bytes }, (_, byte) => number * bytes + byte)),
  ],
  /** Adds a known number to a local. */
  advance: (local: number, by: number) => [0x20, local, 0x41, ...signed(by), 0x6a, 0x21, local],
  /** Takes a known number from a local and leaves what is left: 0 ends a loop. */
  countDown: (local: number, by: number) => [0x20, local, 0x41, ...signed(by), 0x6b, 0x22, local],
};

/** What differs between vectors of two float64 and of four float32. */
export interface VectorInstructions {
  /** Numbers in a vector, and bytes of one. */
  readonly lanes: number;
  readonly bytes: number;
  /** Loads one number into every lane. */
  readonly loadEverywhere: (offset: number) => number[];
  readonly addVectors: () => number[];
  readonly multiplyVectors: () => number[];
  /** x · y + z of three vectors; processors that can do it without rounding in between do so. */
  readonly multiplyAdd: () => number[];
}

/** Arithmetic on vectors of each precision. */
export const vectors: Record<'float64' | 'float32', VectorInstructions> = {
  float64: {
    lanes: 2,
    bytes: 8,
    loadEverywhere: (offset) => [0xfd, 0x0a, 3, ...unsigned(offset)],
    addVectors: () => [0xfd, 0xf0, 0x01],
    multiplyVectors: () => [0xfd, 0xf2, 0x01],
    multiplyAdd: () => [0xfd, 0x87, 0x02],
  },
  float32: {
    lanes: 4,
    bytes: 4,
    loadEverywhere: (offset) => [0xfd, 0x09, 2, ...unsigned(offset)],
    addVectors: () => [0xfd, 0xe4, 0x01],
    multiplyVectors: () => [0xfd, 0xe6, 0x01],
    multiplyAdd: () => [0xfd, 0x85, 0x02],
  },
};

/** One function that works on the memory it is given. */
export interface WasmFunction {
  /** How many 32-bit integers it takes; they are the first locals. */
  readonly parameters: number;
  /** How many more locals hold integers; they follow. */
  readonly integers: number;
  /** How many locals hold vectors; they are the last. */
  readonly vectors: number;
  readonly body: readonly number[];
}

/**
 * Assembles a module with one function `run`, which returns nothing, over the imported memory `host.memory`.
 * @param source the function
 * @returns bytes for `WebAssembly.Module`
 */
export function assemble(source: WasmFunction): Uint8Array<ArrayBuffer> {
  const { parameters, integers, body } = source;
  const [I32, V128, FUNCTION, MEMORY] = [0x7f, 0x7b, 0x60, 0x02];
  const code = [2, ...unsigned(integers), I32, ...unsigned(source.vectors), V128, ...body, 0x0b];
  const type = [FUNCTION, ...unsigned(parameters), ...new Array<number>(parameters).fill(I32), 0];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, ...type]),
    ...section(2, [1, ...text('host'), ...text('memory'), MEMORY, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text('run'), 0, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ]);
}

function section(number: number, content: number[]): number[] {
  return [number, ...unsigned(content.length), ...content];
}

function text(value: string): number[] {
  return [value.length, ...Buffer.from(value)];
}

/** Seven bits a byte, the lowest first. */
function unsigned(value: number): number[] {
  const rest = value >>> 7;
  return rest === 0 ? [value] : [(value & 127) | 128, ...unsigned(rest)];
}

/** As `unsigned`, the last byte's bit 6 being the sign. */
function signed(value: number): number[] {
  const rest = value >> 7;
  const low = value & 127;
  return rest === (low & 64 ? -1 : 0) ? [low] : [low | 128, ...signed(rest)];
}
