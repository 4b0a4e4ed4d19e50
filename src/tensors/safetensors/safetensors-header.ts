import { z } from 'zod';
import { duplicateKey } from './duplicate-key.ts';
import { isStoredType, storedTypes } from './stored-numbers.ts';
import { TensorFileError } from './tensor-file-error.ts';

/** The element types that are written, and the typed array of each. */
export const arrayOf = {
  F64: Float64Array,
  F32: Float32Array,
  I32: Int32Array,
  I64: BigInt64Array,
  U8: Uint8Array,
} as const;

export type ElementType = keyof typeof arrayOf;
export type ValuesOf<Type extends ElementType> = InstanceType<(typeof arrayOf)[Type]>;
/** Values of any of the types, over any memory. */
export type TensorValues = Float64Array | Float32Array | Int32Array | BigInt64Array | Uint8Array;

/** Element type and shape of one tensor in a file. */
export interface TensorLayout {
  type: ElementType;
  shape: readonly number[];
}

/** Where a tensor lies in its file, in bytes from the file's start. */
export interface TensorPlace {
  /** The element type as the file names it; only who reads the tensor has to know it. */
  type: string;
  shape: readonly number[];
  start: number;
  end: number;
}

/** What the head of a safetensors file says. */
export interface SafetensorsHeader {
  metadata: Record<string, string>;
  /** By name, in the order of the bytes. */
  tensors: Map<string, TensorPlace>;
  /** Size of the whole file. */
  sizeBytes: number;
}

/** The limit of the reference implementation: a longer header is taken for a damaged file. */
export const headerLimitBytes = 100_000_000;

const entry = z.object({
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});
const metadataEntry = z.record(z.string(), z.string());

/** Number of elements of a shape; the empty shape is a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/**
 * Lays tensors out and writes the head of the file: 8 bytes of little-endian length, then JSON padded with spaces to a
 * multiple of 8 bytes.
 *
 * Tensors follow each other without holes, wide elements first and then by name, so that every tensor is aligned to
 * its elements and equal content gives equal bytes in whatever order it was named.
 * @param layouts element type and shape by name
 * @param metadata strings kept in the header under `__metadata__`
 * @returns the bytes of the head, and the place of every tensor
 */
export function buildHeader(
  layouts: Record<string, TensorLayout>,
  metadata: Record<string, string> = {},
): { bytes: Buffer; header: SafetensorsHeader } {
  const names = Object.keys(layouts).sort((a, b) => {
    const widths = arrayOf[layouts[b]!.type].BYTES_PER_ELEMENT - arrayOf[layouts[a]!.type].BYTES_PER_ELEMENT;
    return widths || (a < b ? -1 : 1);
  });
  const json: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0)
    json['__metadata__'] = Object.fromEntries(Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1)));
  const tensors = new Map<string, TensorPlace>();
  let offset = 0;
  for (const name of names) {
    const { type, shape } = layouts[name]!;
    const end = offset + elementCount(shape) * arrayOf[type].BYTES_PER_ELEMENT;
    json[name] = { dtype: type, shape, data_offsets: [offset, end] };
    tensors.set(name, { type, shape: [...shape], start: offset, end });
    offset = end;
  }
  const text = Buffer.from(JSON.stringify(json), 'utf8');
  const paddedLength = Math.ceil(text.length / 8) * 8;
  const bytes = Buffer.alloc(8 + paddedLength, ' ');
  bytes.writeBigUInt64LE(BigInt(paddedLength), 0);
  text.copy(bytes, 8);
  for (const place of tensors.values()) {
    place.start += bytes.length;
    place.end += bytes.length;
  }
  return { bytes, header: { metadata, tensors, sizeBytes: bytes.length + offset } };
}

/**
 * Reads the JSON of a header and checks that its tensors fill the file exactly.
 * @param path the file, for messages
 * @param text the JSON, with or without padding
 * @param headBytes bytes before the first tensor (8 + length of the JSON)
 * @param sizeBytes size of the file
 * @returns metadata and the place of every tensor
 * @throws {TensorFileError} when the JSON is malformed, or the tensors overlap, leave holes or do not fill the file
 */
export function parseSafetensorsHeader(
  path: string,
  text: string,
  headBytes: number,
  sizeBytes: number,
): SafetensorsHeader {
  const json = parseJson(path, text);
  const metadata = metadataEntry.safeParse(json['__metadata__'] ?? {});
  if (!metadata.success) throw new TensorFileError(path, '__metadata__ must map names to strings');
  const twice = duplicateKey(text);
  if (twice !== undefined)
    throw new TensorFileError(
      path,
      `the header names ${twice} twice: which is meant cannot be told; make it again`,
    );
  const places = Object.entries(json)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => parseEntry(path, name, value))
    .sort((a, b) => a.place.start - b.place.start || a.place.end - b.place.end);
  let offset = 0;
  for (const { name, place } of places) {
    if (place.start !== offset)
      throw new TensorFileError(
        path,
        `tensor ${name} begins at byte ${place.start} of the data, expected ${offset}: tensors must follow each other without holes`,
      );
    offset = place.end;
    place.start += headBytes;
    place.end += headBytes;
  }
  if (headBytes + offset !== sizeBytes)
    throw new TensorFileError(
      path,
      `the header describes ${headBytes + offset} bytes, the file has ${sizeBytes}: it was cut short or damaged; make it again`,
    );
  return {
    metadata: metadata.data,
    tensors: new Map(places.map(({ name, place }) => [name, place])),
    sizeBytes,
  };
}

function parseJson(path: string, text: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new TensorFileError(path, `the header is not JSON: ${(cause as Error).message}`, { cause });
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new TensorFileError(path, 'the header is not a JSON object');
  return json as Record<string, unknown>;
}

function parseEntry(path: string, name: string, value: unknown): { name: string; place: TensorPlace } {
  const parsed = entry.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new TensorFileError(path, `tensor ${name}: ${['', ...issue.path].join('.')} ${issue.message}`);
  }
  const { dtype: type, shape, data_offsets } = parsed.data;
  const [start, end] = data_offsets;
  if (end < start)
    throw new TensorFileError(path, `tensor ${name} ends at byte ${end}, before its start ${start}`);
  const expected = isStoredType(type) ? elementCount(shape) * storedTypes[type] : end - start;
  if (end - start !== expected)
    throw new TensorFileError(
      path,
      `tensor ${name} of ${type} [${shape.join(', ')}] needs ${expected} bytes, its offsets ${start}..${end} hold ${end - start}`,
    );
  return { name, place: { type, shape, start, end } };
}
