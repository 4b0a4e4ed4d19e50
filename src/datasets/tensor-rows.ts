import { open } from 'node:fs/promises';

const READERS = { U8: Uint8Array, I32: Int32Array, F64: Float64Array } as const;

/** An open safetensors file that is read by rows. */
export interface TensorFile {
  readRows(name: string, rows: Int32Array): Promise<Uint8Array | Int32Array | Float64Array>;
  close(): Promise<void>;
}

/** Opens a safetensors file (little-endian) for reading rows of its tensors. */
export async function openTensorFile(path: string): Promise<TensorFile> {
  const file = await open(path);
  const prefix = Buffer.alloc(8);
  await file.read(prefix, 0, 8, 0);
  const headerBytes = Number(prefix.readBigUInt64LE());
  const header = Buffer.alloc(headerBytes);
  await file.read(header, 0, headerBytes, 8);
  const tensors = JSON.parse(header.toString('utf8')) as Record<
    string,
    { dtype: keyof typeof READERS; shape: number[]; data_offsets: [number, number] }
  >;
  return {
    async readRows(name, rows) {
      const tensor = tensors[name];
      if (tensor === undefined) throw new Error(`${path} has no tensor ${name}`);
      const Values = READERS[tensor.dtype];
      const columns = tensor.shape.slice(1).reduce((product, length) => product * length, 1);
      const rowBytes = columns * Values.BYTES_PER_ELEMENT;
      const values = new Values(rows.length * columns);
      const bytes = Buffer.from(values.buffer);
      for (const [position, row] of rows.entries())
        await file.read(
          bytes,
          position * rowBytes,
          rowBytes,
          8 + headerBytes + tensor.data_offsets[0] + row * rowBytes,
        );
      return values;
    },
    close: () => file.close(),
  };
}
