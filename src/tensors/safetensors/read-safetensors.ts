import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { endianness } from 'node:os';
import {
  arrayOf,
  elementCount,
  headerLimitBytes,
  parseSafetensorsHeader,
  type ElementType,
  type SafetensorsHeader,
  type TensorPlace,
  type ValuesOf,
} from './safetensors-header.ts';
import { isStoredType, storedNumbers, storedTypes, type StoredNumbers } from './stored-numbers.ts';
import { TensorFileError } from './tensor-file-error.ts';

/** Linux moves at most 2 GiB a call. */
const largestReadBytes = 2 ** 30;

/**
 * An open safetensors file. Only its header is in memory: each reading moves just the bytes asked for, into new memory.
 * Close it, or declare it with `using`.
 */
export class TensorFile implements Disposable {
  readonly path: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Element type, shape and place by name. */
  readonly tensors: ReadonlyMap<string, Readonly<TensorPlace>>;
  readonly #descriptor: number;

  private constructor(path: string, descriptor: number, header: SafetensorsHeader) {
    this.path = path;
    this.metadata = header.metadata;
    this.tensors = header.tensors;
    this.#descriptor = descriptor;
  }

  /**
   * Opens a file and checks its header.
   * @param path the safetensors file
   * @returns the open file
   * @throws {TensorFileError} when the header is malformed or does not fit the file's size
   */
  static open(path: string): TensorFile {
    if (endianness() !== 'LE')
      throw new TensorFileError(path, 'safetensors are little-endian, this machine is big-endian');
    const descriptor = openSync(path, 'r');
    try {
      return new TensorFile(path, descriptor, readHeader(path, descriptor));
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
  }

  /**
   * Reads a whole tensor.
   * @param name the tensor
   * @param type the element type it must have
   * @returns its elements, row-major
   * @throws {TensorFileError} when there is no such tensor or it has another type
   */
  read<Type extends ElementType>(name: string, type: Type): ValuesOf<Type> {
    return this.#fill(this.#place(name, type), 0, elementCount(this.#place(name, type).shape), type);
  }

  /**
   * Reads consecutive rows (along the first axis) of a tensor.
   * @param name the tensor
   * @param type the element type it must have
   * @param first the first row
   * @param count how many rows
   * @returns [count, row length] elements, row-major
   * @throws {TensorFileError} when there is no such tensor, it has another type, or a row lies outside it
   */
  readRows<Type extends ElementType>(name: string, type: Type, first: number, count: number): ValuesOf<Type> {
    const place = this.#place(name, type);
    this.#checkRows(name, place, first, count);
    const columns = elementCount(place.shape.slice(1));
    return this.#fill(place, first * columns, count * columns, type);
  }

  /**
   * Reads consecutive rows of a tensor of any element type, as the numbers they stand for.
   * @param name the tensor
   * @param first the first row; a tensor without axes is one row
   * @param count how many rows; all where absent
   * @returns [count, row length] numbers, row-major: bytes for U8, big integers for I64 and U64, float64 for all others
   * @throws {TensorFileError} when there is no such tensor, its type is unknown, or a row lies outside it
   */
  readNumbers(name: string, first = 0, count?: number): StoredNumbers {
    const place = this.#find(name);
    const { type, shape, start } = place;
    if (!isStoredType(type))
      throw new TensorFileError(
        this.path,
        `tensor ${name} has elements of type ${type}, expected one of ${Object.keys(storedTypes).join(', ')}: convert it`,
      );
    const rows = count ?? shape[0] ?? 1;
    if (shape.length > 0) this.#checkRows(name, place, first, rows);
    const rowBytes = elementCount(shape.slice(1)) * storedTypes[type];
    const bytes = new Uint8Array(rows * rowBytes);
    readFully(this.path, this.#descriptor, bytes, start + first * rowBytes);
    try {
      return storedNumbers(bytes, type);
    } catch (cause) {
      throw new TensorFileError(this.path, `tensor ${name}, from row ${first}, ${(cause as Error).message}`, {
        cause,
      });
    }
  }

  /**
   * Reads rows (along the first axis) by number, in the order given; neighbours are read in one piece.
   * @param name the tensor
   * @param type the element type it must have
   * @param rows row numbers
   * @returns [rows, row length] elements, row-major
   * @throws {TensorFileError} when there is no such tensor, it has another type, or a row lies outside it
   */
  gatherRows<Type extends ElementType>(name: string, type: Type, rows: ArrayLike<number>): ValuesOf<Type> {
    const place = this.#place(name, type);
    const columns = elementCount(place.shape.slice(1));
    const rowBytes = columns * arrayOf[type].BYTES_PER_ELEMENT;
    const values = new arrayOf[type](rows.length * columns);
    for (let i = 0; i < rows.length;) {
      let next = i + 1;
      while (next < rows.length && rows[next]! === rows[next - 1]! + 1) next++;
      this.#checkRows(name, place, rows[i]!, next - i);
      const bytes = new Uint8Array(values.buffer, i * rowBytes, (next - i) * rowBytes);
      readFully(this.path, this.#descriptor, bytes, place.start + rows[i]! * rowBytes);
      i = next;
    }
    return values as ValuesOf<Type>;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #place(name: string, type: ElementType): TensorPlace {
    const place = this.#find(name);
    if (place.type !== type)
      throw new TensorFileError(
        this.path,
        `tensor ${name} has elements of type ${place.type}, expected ${type}`,
      );
    return place;
  }

  #find(name: string): TensorPlace {
    const place = this.tensors.get(name);
    if (place === undefined)
      throw new TensorFileError(
        this.path,
        `there is no tensor ${name}; the file holds ${[...this.tensors.keys()].join(', ') || 'none'}`,
      );
    return place;
  }

  #checkRows(name: string, place: TensorPlace, first: number, count: number): void {
    const rows = place.shape[0] ?? 0;
    if (
      !Number.isInteger(first) ||
      !Number.isInteger(count) ||
      first < 0 ||
      count < 0 ||
      first + count > rows
    )
      throw new TensorFileError(
        this.path,
        `tensor ${name} has ${rows} rows, rows ${first} to ${first + count - 1} were asked for`,
      );
  }

  #fill<Type extends ElementType>(
    place: TensorPlace,
    from: number,
    count: number,
    type: Type,
  ): ValuesOf<Type> {
    const values = new arrayOf[type](count);
    const position = place.start + from * arrayOf[type].BYTES_PER_ELEMENT;
    readFully(this.path, this.#descriptor, new Uint8Array(values.buffer), position);
    return values as ValuesOf<Type>;
  }
}

function readHeader(path: string, descriptor: number): SafetensorsHeader {
  const sizeBytes = fstatSync(descriptor).size;
  if (sizeBytes < 8)
    throw new TensorFileError(path, `a safetensors file has at least 8 bytes, this has ${sizeBytes}`);
  const prefix = Buffer.alloc(8);
  readFully(path, descriptor, prefix, 0);
  const length = prefix.readBigUInt64LE();
  if (length > BigInt(Math.min(headerLimitBytes, sizeBytes - 8)))
    throw new TensorFileError(
      path,
      `the header claims ${length.toString()} bytes in a file of ${sizeBytes}: this is not a safetensors file, or it was cut short`,
    );
  const text = Buffer.alloc(Number(length));
  readFully(path, descriptor, text, 8);
  return parseSafetensorsHeader(path, decodeText(path, text), 8 + Number(length), sizeBytes);
}

function decodeText(path: string, text: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text);
  } catch (cause) {
    throw new TensorFileError(path, 'the header is not UTF-8: the file is damaged; make it again', { cause });
  }
}

function readFully(path: string, descriptor: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) {
    const wanted = Math.min(bytes.length - done, largestReadBytes);
    const count = readSync(descriptor, bytes, done, wanted, position + done);
    if (count === 0)
      throw new TensorFileError(
        path,
        `the file ends at byte ${position + done}, ${bytes.length - done} bytes early: it was cut short while open`,
      );
    done += count;
  }
}
