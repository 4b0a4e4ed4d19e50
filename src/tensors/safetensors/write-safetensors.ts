import { closeSync, openSync, writeSync } from 'node:fs';
import { endianness } from 'node:os';
import {
  arrayOf,
  buildHeader,
  elementCount,
  type ElementType,
  type SafetensorsHeader,
  type TensorLayout,
  type TensorValues,
} from './safetensors-header.ts';
import { TensorFileError } from './tensor-file-error.ts';

/** A tensor in memory, row-major; the element type is that of its array. */
export interface StoredTensor {
  shape: readonly number[];
  values: TensorValues;
}

/** Linux moves at most 2 GiB a call. */
const largestWriteBytes = 2 ** 30;

/**
 * Writes a safetensors file of tensors in memory. Equal content gives equal bytes.
 * @param path the file, replaced where it exists
 * @param tensors by name
 * @param metadata strings kept in the header
 * @throws {TensorFileError} when a tensor's values do not fill its shape
 */
export function writeTensors(
  path: string,
  tensors: Record<string, StoredTensor>,
  metadata: Record<string, string> = {},
): void {
  const layouts = Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, values }]) => [
      name,
      { type: elementTypeOf(values), shape },
    ]),
  );
  using file = TensorFileWriter.create(path, layouts, metadata);
  for (const [name, { values }] of Object.entries(tensors)) file.append(name, values);
  file.finish();
}

/**
 * A safetensors file that is written piece by piece: the layout is fixed at the start, then each tensor's values are
 * appended in any number of chunks, the tensors in any order. End with `finish`; declare it with `using`.
 */
export class TensorFileWriter implements Disposable {
  readonly path: string;
  readonly #header: SafetensorsHeader;
  readonly #written = new Map<string, number>();
  #descriptor: number | undefined;

  private constructor(path: string, header: SafetensorsHeader, descriptor: number) {
    this.path = path;
    this.#header = header;
    this.#descriptor = descriptor;
  }

  /**
   * Starts a file: writes its header.
   * @param path the file, replaced where it exists
   * @param layouts element type and shape by name
   * @param metadata strings kept in the header
   * @returns the open file
   */
  static create(
    path: string,
    layouts: Record<string, TensorLayout>,
    metadata: Record<string, string> = {},
  ): TensorFileWriter {
    if (endianness() !== 'LE')
      throw new TensorFileError(path, 'safetensors are little-endian, this machine is big-endian');
    const { bytes, header } = buildHeader(layouts, metadata);
    const descriptor = openSync(path, 'w');
    writeFully(descriptor, bytes, 0);
    return new TensorFileWriter(path, header, descriptor);
  }

  /**
   * Appends the next values of a tensor.
   * @param name a tensor of the layout
   * @param values any number of elements of its type
   * @throws {TensorFileError} when the tensor is unknown, of another type, or would overflow its shape
   */
  append(name: string, values: TensorValues): void {
    const place = this.#header.tensors.get(name);
    if (this.#descriptor === undefined) throw new TensorFileError(this.path, 'the file is already finished');
    if (place === undefined) throw new TensorFileError(this.path, `the layout has no tensor ${name}`);
    if (elementTypeOf(values) !== place.type)
      throw new TensorFileError(
        this.path,
        `tensor ${name} has elements of type ${place.type}, received ${elementTypeOf(values)}`,
      );
    const written = this.#written.get(name) ?? 0;
    if (place.start + written + values.byteLength > place.end)
      throw new TensorFileError(
        this.path,
        `tensor ${name} of [${place.shape.join(', ')}] has ${elementCount(place.shape)} elements, ` +
          `received ${(written + values.byteLength) / values.BYTES_PER_ELEMENT}`,
      );
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    writeFully(this.#descriptor, bytes, place.start + written);
    this.#written.set(name, written + values.byteLength);
  }

  /**
   * Checks that every tensor is complete and closes the file.
   * @throws {TensorFileError} when a tensor is not filled
   */
  finish(): void {
    for (const [name, { shape, start, end }] of this.#header.tensors) {
      const written = this.#written.get(name) ?? 0;
      if (written !== end - start)
        throw new TensorFileError(
          this.path,
          `tensor ${name} of [${shape.join(', ')}] has ${elementCount(shape)} elements, ` +
            `only ${(written * elementCount(shape)) / (end - start)} were written`,
        );
    }
    this[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

function elementTypeOf(values: TensorValues): ElementType {
  for (const [type, Values] of Object.entries(arrayOf))
    if (values instanceof Values) return type as ElementType;
  throw new TypeError(`no element type for ${(values as object).constructor.name}`);
}

function writeFully(descriptor: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) {
    const wanted = Math.min(bytes.length - done, largestWriteBytes);
    done += writeSync(descriptor, bytes, done, wanted, position + done);
  }
}
