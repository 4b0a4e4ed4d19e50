import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkpoint } from '../../pipeline/stage/stage.ts';
import type { StageJob } from '../job.ts';
import type { CheckpointPlaces, ToStage } from './stage-message.ts';

/** Checkpoints that the worker keeps: each is filled in a folder of this stage, and handed over. */
export class StageCheckpoints implements Checkpoint {
  /** Whether the stage got the checkpoint of an earlier attempt. */
  resumed = false;
  readonly #folder: string;
  /** What is compared is computed from the beginning, and leaves no checkpoint to the next run. */
  readonly #kept: boolean;
  readonly #handOver: (folder: string) => void;
  #last: string | undefined;
  #count = 0;
  #answer: ((answer: ToStage & { type: 'saved' }) => void) | undefined;

  constructor(job: StageJob, { fill, last }: CheckpointPlaces, handOver: (folder: string) => void) {
    this.#folder = fill;
    this.#kept = job.compareWith === undefined;
    this.#last = last;
    this.#handOver = handOver;
  }

  load(): string | undefined {
    if (this.#count === 0) this.resumed ||= this.#last !== undefined;
    return this.#last;
  }

  async save(write: (folder: string) => Promise<void> | void): Promise<void> {
    if (!this.#kept) return;
    const before = this.#count;
    const filling = join(this.#folder, String(++this.#count));
    mkdirSync(filling, { recursive: true });
    await write(filling);
    const { error, folder } = await new Promise<ToStage & { type: 'saved' }>((resolve) => {
      this.#answer = resolve;
      this.#handOver(filling);
    });
    if (error) throw new Error(error.message);
    // Where the worker has taken a copy, the one before is of no use any more.
    if (before > 0) rmSync(join(this.#folder, String(before)), { recursive: true, force: true });
    this.#last = folder ?? filling;
  }

  /** The worker has kept what was handed over, or says why not. */
  answered(answer: ToStage & { type: 'saved' }): void {
    this.#answer?.(answer);
  }
}
