import { fileURLToPath } from 'node:url';
import Tinypool from 'tinypool';
import { PipelineError } from '../../../pipeline/faults/error.ts';
import type { HashAnswer } from './hash-thread.ts';

const THREAD = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './hash-thread.ts' : './hash-thread.js', import.meta.url),
);

/** Threads that hash files, one batch at a time each. */
export class HashPool {
  readonly #pool: Tinypool;

  constructor(threads: number) {
    this.#pool = new Tinypool({ filename: THREAD, minThreads: threads, maxThreads: threads });
  }

  /** Hashes files in one thread. */
  async hash(paths: string[]): Promise<HashAnswer[]> {
    try {
      return (await this.#pool.run(paths)) as HashAnswer[];
    } catch (cause) {
      throw new PipelineError('internal', 'a hashing thread broke down', { cause });
    }
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
