import { Worker } from 'node:worker_threads';
import { PipelineError } from '../../pipeline/error.ts';
import type { Digest } from './digest.ts';

/** What a hashing thread answers: the digest of each file, or why it could not be read. */
export type HashAnswer = { digest: Digest } | { error: { message: string; code?: string } };

interface Batch {
  paths: string[];
  resolve: (answers: HashAnswer[]) => void;
  reject: (error: Error) => void;
}

/** Threads that hash files with hasha, one batch at a time each. */
export class HashPool {
  readonly #idle: Worker[] = [];
  readonly #threads: Worker[] = [];
  readonly #current = new Map<Worker, Batch>();
  readonly #queue: Batch[] = [];

  constructor(threads: number) {
    const entry = new URL(
      import.meta.url.endsWith('.ts') ? './hash-thread.ts' : './hash-thread.js',
      import.meta.url,
    );
    for (let index = 0; index < threads; index++) {
      const thread = new Worker(entry);
      thread.on('message', (answers: HashAnswer[]) => {
        this.#take(thread)?.resolve(answers);
        this.#idle.push(thread);
        this.#next();
      });
      thread.on('error', (error) => {
        this.#take(thread)?.reject(
          new PipelineError('internal', 'a hashing thread broke down', { cause: error }),
        );
      });
      this.#threads.push(thread);
      this.#idle.push(thread);
    }
  }

  /** Hashes files in one thread. */
  hash(paths: string[]): Promise<HashAnswer[]> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ paths, resolve, reject });
      this.#next();
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }

  #next(): void {
    if (this.#queue.length === 0) return;
    const thread = this.#idle.pop();
    if (!thread) return;
    const batch = this.#queue.shift()!;
    this.#current.set(thread, batch);
    thread.postMessage(batch.paths);
  }

  #take(thread: Worker): Batch | undefined {
    const batch = this.#current.get(thread);
    this.#current.delete(thread);
    return batch;
  }
}
