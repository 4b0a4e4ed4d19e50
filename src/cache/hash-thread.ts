// A thread of the hash pool: receives a list of paths, answers with their sha256.
import { createReadStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parentPort } from 'node:worker_threads';
import { hashFileSync, hashingStream } from 'hasha';
import type { Digest } from './digest.ts';
import type { HashAnswer } from './hash-pool.ts';
import { systemCode } from './system-error.ts';

/** Larger files are streamed; for smaller ones the stream would cost more than the hash. */
const WHOLE_BYTES = 4 << 20;
const CHUNK_BYTES = 1 << 20;

parentPort!.on('message', (paths: string[]) => {
  void answer(paths);
});

async function answer(paths: string[]): Promise<void> {
  const answers: HashAnswer[] = [];
  for (const path of paths) {
    try {
      answers.push({ digest: await hash(path) });
    } catch (error) {
      const code = systemCode(error);
      const message = error instanceof Error ? error.message : String(error);
      answers.push({ error: { message, ...(code !== undefined && { code }) } });
    }
  }
  parentPort!.postMessage(answers);
}

async function hash(path: string): Promise<Digest> {
  if (statSync(path).size <= WHOLE_BYTES) return hashFileSync(path, { algorithm: 'sha256' }) as Digest;
  const hashing = hashingStream({ algorithm: 'sha256', encoding: 'hex' });
  await pipeline(createReadStream(path, { highWaterMark: CHUNK_BYTES }), hashing);
  return hashing.read() as Digest;
}
