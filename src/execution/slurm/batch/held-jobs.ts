import type { Digest } from '../../../cache/files/digest.ts';
import type { Batch } from './batch.ts';

/** Where in a batch an action is computed. */
export interface HeldPlace {
  batch: Batch;
  task: number;
  position: number;
}

/** What the jobs of earlier runs compute, until somebody asks for it. */
export class HeldJobs {
  readonly #places = new Map<Digest, HeldPlace>();

  constructor(batches: readonly Batch[]) {
    for (const batch of batches)
      for (const [task, members] of batch.record.tasks.entries())
        if (batch.folder.isWanted(task))
          for (const [position, { key }] of members.entries())
            this.#places.set(key, { batch, task, position });
  }

  has(key: Digest): boolean {
    return this.#places.has(key);
  }

  /** Whether nobody has asked yet for something that the batch computes. */
  anyOf(batch: Batch): boolean {
    return [...this.#places.values()].some((place) => place.batch === batch);
  }

  /** Gives the place of an action, once. */
  take(key: Digest): HeldPlace | undefined {
    const place = this.#places.get(key);
    this.#places.delete(key);
    return place;
  }
}
