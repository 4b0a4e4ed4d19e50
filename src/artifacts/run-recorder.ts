import { copyFileSync, linkSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readIterations, writeIterations } from './iterations-file.ts';
import type { IterationRow } from './iterations-file.ts';
import { snapshotPath, writeSnapshot } from './snapshot-file.ts';
import type { SnapshotLayer } from './snapshot-file.ts';
import { readState, writeState } from './solver-state.ts';
import type { StoredState } from './solver-state.ts';

const countsSchema = z.strictObject({
  snapshots: z.array(z.int().nonnegative()),
  audits: z.int().nonnegative(),
  missedEigenvalues: z.int().nonnegative(),
});

/** Counts that cannot be read back from the rows. */
type Counts = z.infer<typeof countsSchema>;

/** Collects what a training writes: its rows, its snapshots, and checkpoints that hold both. */
export class RunRecorder {
  readonly rows: IterationRow[] = [];
  readonly counts: Counts = { snapshots: [], audits: 0, missedEigenvalues: 0 };
  readonly #folder: string;

  /** Records into a run's output folder. */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(join(folder, 'snapshots'));
  }

  /** Adds an iteration, and its snapshot where one is kept. */
  add(
    row: IterationRow,
    layers: readonly SnapshotLayer[] | undefined,
    audit: { missed: number } | undefined,
  ): void {
    this.rows.push(row);
    if (layers !== undefined) {
      writeSnapshot(this.#folder, row, layers);
      this.counts.snapshots.push(row.iteration);
    }
    if (audit !== undefined) {
      this.counts.audits++;
      this.counts.missedEigenvalues += audit.missed;
    }
  }

  /** Estimates how far the training has come: log(loss) on its way from the first loss to the stop loss. In [0, 1]. */
  fraction(stopLoss: number): number {
    const [first, last] = [this.rows[0], this.rows.at(-1)];
    if (first === undefined || last === undefined || first.loss <= stopLoss) return 0;
    const fraction = Math.log(first.loss / last.loss) / Math.log(first.loss / stopLoss);
    return Math.max(0, Math.min(1, fraction));
  }

  /** Fills a checkpoint folder. Snapshots are linked, not copied, where the file system allows. */
  save(folder: string, state: StoredState): void {
    writeState(folder, { ...state, ...this.counts });
    writeIterations(join(folder, 'iterations.safetensors'), this.rows);
    this.#transfer(this.#folder, folder);
  }

  /** Continues from a checkpoint folder: takes its rows and snapshots over and returns the solver's state. */
  resume(folder: string): StoredState {
    const { snapshots, audits, missedEigenvalues, ...state } = readState(folder);
    Object.assign(this.counts, countsSchema.parse({ snapshots, audits, missedEigenvalues }));
    this.rows.push(...readIterations(join(folder, 'iterations.safetensors')));
    this.#transfer(folder, this.#folder);
    return state;
  }

  /** Writes `iterations.safetensors`. */
  finish(): void {
    writeIterations(join(this.#folder, 'iterations.safetensors'), this.rows);
  }

  #transfer(from: string, to: string): void {
    mkdirSync(join(to, 'snapshots'), { recursive: true });
    for (const iteration of this.counts.snapshots) {
      const [source, target] = [snapshotPath(from, iteration), snapshotPath(to, iteration)];
      try {
        linkSync(source, target);
      } catch {
        copyFileSync(source, target);
      }
    }
  }
}
