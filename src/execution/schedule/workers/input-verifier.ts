import type { CacheFolder } from '../../../cache/files/cache-folder.ts';
import type { Digest } from '../../../cache/files/digest.ts';
import type { Problem } from '../../../cache/outputs/output-check.ts';
import type { JobResult } from '../../job.ts';
import type { WorkerProcess } from './worker-process.ts';

/** What reading the inputs of a task byte by byte found. */
export interface Verified {
  damaged: Map<Digest, Problem[]>;
  /** How the reading ended where the worker did not survive it. */
  broken?: JobResult;
}

/** Reads each output in full the first time that a task of this run consumes it, in the worker that waits for it. */
export class InputVerifier {
  readonly #cache: CacheFolder;
  readonly #trusted = new Set<Digest>();
  readonly #going = new Map<Digest, Promise<JobResult>>();

  constructor(cache: CacheFolder) {
    this.#cache = cache;
  }

  /** An output that was hashed when it was stored in this run. */
  trust(output: Digest): void {
    this.#trusted.add(output);
  }

  /** An output that was damaged since. */
  distrust(output: Digest): void {
    this.#trusted.delete(output);
  }

  /** The outputs that this run has neither made nor read. */
  unread(outputs: Iterable<Digest>): Digest[] {
    return [...new Set(outputs)].filter((output) => !this.#trusted.has(output));
  }

  async verify(outputs: Iterable<Digest>, worker: WorkerProcess): Promise<Verified> {
    const verified: Verified = { damaged: new Map() };
    const wanted = this.unread(outputs);
    const mine = wanted.filter((output) => !this.#going.has(output));
    if (mine.length > 0) {
      const job = worker.perform(
        { kind: 'verify', cacheRoot: this.#cache.root, outputs: mine },
        () => undefined,
      );
      for (const output of mine) this.#going.set(output, job);
    }
    for (const output of wanted) {
      const result = await this.#going.get(output)!;
      if (result.type !== 'verified') {
        verified.broken = result;
        continue;
      }
      const damage = result.damaged.find((damaged) => damaged.output === output);
      if (damage) verified.damaged.set(output, damage.problems);
      else this.#trusted.add(output);
    }
    for (const output of mine) this.#going.delete(output);
    return verified;
  }
}
