import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** Bytes that can be read from the first on, as often as they are asked for. */
export interface ByteSource {
  /** What messages call it. */
  name: string;
  /** How many there are, where that is known without reading them. */
  sizeBytes?: number;
  /** The file that holds just these bytes, where there is one: it can be read anywhere. */
  path?: string;
  open: () => AsyncIterable<Uint8Array>;
}

/** The bytes of a file. */
export async function fileSource(path: string, name: string): Promise<ByteSource> {
  const { size } = await stat(path);
  return { name, path, sizeBytes: size, open: () => createReadStream(path, { highWaterMark: 2 ** 20 }) };
}

/** Bytes in memory. */
export function memorySource(bytes: Uint8Array, name: string): ByteSource {
  // eslint-disable-next-line @typescript-eslint/require-await -- what reads them waits for files
  const open = async function* (): AsyncGenerator<Uint8Array> {
    yield bytes;
  };
  return { name, sizeBytes: bytes.length, open };
}
