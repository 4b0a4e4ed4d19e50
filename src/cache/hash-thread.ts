// A thread of the hash pool: receives a list of paths, answers with their sha256.
import { createHash, hash as oneShot } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { Digest } from './digest.ts';
import type { HashAnswer } from './hash-pool.ts';
import { systemCode } from './system-error.ts';

const WHOLE_BYTES = 1 << 20;
/** Larger files go through this one buffer: a stream would leave hundreds of megabytes to the allocator. */
const chunk = Buffer.allocUnsafeSlow(1 << 20);

parentPort!.on('message', (paths: string[]) => {
  answer(paths);
});

function answer(paths: string[]): void {
  const answers: HashAnswer[] = [];
  for (const path of paths) {
    try {
      answers.push({ digest: hash(path) });
    } catch (error) {
      const code = systemCode(error);
      const message = error instanceof Error ? error.message : String(error);
      answers.push({ error: { message, ...(code !== undefined && { code }) } });
    }
  }
  parentPort!.postMessage(answers);
}

function hash(path: string): Digest {
  if (statSync(path).size <= WHOLE_BYTES) return oneShot('sha256', readFileSync(path)) as Digest;
  const hashing = createHash('sha256');
  const file = openSync(path, 'r');
  try {
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk))
      hashing.update(chunk.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return hashing.digest('hex') as Digest;
}
