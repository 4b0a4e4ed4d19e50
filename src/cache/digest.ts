import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

/** A sha256 in lowercase hexadecimal. */
export type Digest = string & { readonly brand: 'sha256' };

const PATTERN = /^[0-9a-f]{64}$/;
const CHUNK_BYTES = 1 << 20;
let chunk: Buffer | undefined;

/** Whether a text read from disk has the form of a digest. */
export function isDigest(text: unknown): text is Digest {
  return typeof text === 'string' && PATTERN.test(text);
}

/** The sha256 of a text (as UTF-8) or of bytes. */
export function sha256(content: string | Uint8Array): Digest {
  return createHash('sha256').update(content).digest('hex') as Digest;
}

/** The sha256 of a file's content, read in pieces so that a file of any size needs 1 MiB of memory. */
export function sha256File(path: string): Digest {
  chunk ??= Buffer.allocUnsafeSlow(CHUNK_BYTES);
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const bytes = readSync(file, chunk, 0, CHUNK_BYTES, null);
      if (bytes === 0) return hash.digest('hex') as Digest;
      hash.update(chunk.subarray(0, bytes));
    }
  } finally {
    closeSync(file);
  }
}
