import { createHash, hash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';

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
  return hash('sha256', content) as Digest;
}

/** The sha256 of a file's content, read in pieces so that a file of any size needs 1 MiB of memory. */
export function sha256File(path: string): Digest {
  // A hash object holds native memory that the garbage collector does not count: thousands of small files go without.
  if (statSync(path).size <= CHUNK_BYTES) return sha256(readFileSync(path));
  chunk ??= Buffer.allocUnsafeSlow(CHUNK_BYTES);
  const hashing = createHash('sha256');
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const bytes = readSync(file, chunk, 0, CHUNK_BYTES, null);
      if (bytes === 0) return hashing.digest('hex') as Digest;
      hashing.update(chunk.subarray(0, bytes));
    }
  } finally {
    closeSync(file);
  }
}
