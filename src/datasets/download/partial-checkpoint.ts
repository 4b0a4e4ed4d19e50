import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { copyFile, link, mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { bytesPath, statePath, type PartialFile } from './partial-file.ts';

/** Where a stage keeps its state (the checkpoint of the stage contract). */
export interface StageCheckpoint {
  load(): string | undefined;
  save(write: (folder: string) => Promise<void>): Promise<void>;
}

/** So much has to be new, at least and in proportion to what is kept, before the next checkpoint is worth its time. */
const LEAST_NEW_BYTES = 8 << 20;
const LEAST_NEW_FRACTION = 1 / 8;

/**
 * Keeps partial files in checkpoints. A checkpoint holds a folder for each file: its state and its bytes in segments
 * named after their first byte. A segment never changes, so the next checkpoint links those of the one before and copies
 * the new bytes only.
 */
export class PartialCheckpoint {
  readonly #store: StageCheckpoint;
  readonly #paths: string[];
  /** What of each file the newest checkpoint holds, and of which start. */
  readonly #kept = new Map<string, { sizeBytes: number; restarts: number }>();
  #current: PartialFile | undefined;

  /** For the files at these paths, always in the same order. */
  constructor(store: StageCheckpoint, paths: string[]) {
    this.#store = store;
    this.#paths = paths;
  }

  /** Lays the partial files of the newest checkpoint at their places. */
  async restore(): Promise<void> {
    const checkpoint = this.#store.load();
    if (checkpoint === undefined) return;
    for (const [index, path] of this.#paths.entries()) {
      const folder = join(checkpoint, String(index));
      if (!existsSync(folder)) continue;
      await mkdir(dirname(path), { recursive: true });
      await copyFile(join(folder, 'state.json'), statePath(path));
      for (const name of await segmentsOf(folder))
        await pipeline(
          createReadStream(join(folder, name)),
          createWriteStream(bytesPath(path), { flags: 'a' }),
        );
      this.#kept.set(path, { sizeBytes: (await stat(bytesPath(path))).size, restarts: 0 });
    }
  }

  /** Saves the file when enough of it is new, or when it is complete and others follow. */
  async follow(partial: PartialFile, wholeBytes: number): Promise<void> {
    this.#current = partial;
    const fresh = partial.sizeBytes - this.#keptBytes(partial);
    const completes = partial.sizeBytes === wholeBytes && partial.path !== this.#paths.at(-1);
    if (completes || fresh >= Math.max(LEAST_NEW_BYTES, LEAST_NEW_FRACTION * this.#keptBytes(partial)))
      await this.save();
  }

  /** Saves what there is of the file followed last, beside what the newest checkpoint holds of the others. */
  async save(): Promise<void> {
    const partial = this.#current;
    if (partial === undefined || partial.sizeBytes === this.#keptBytes(partial)) return;
    const { path, sizeBytes, restarts } = partial;
    const newest = this.#store.load();
    await this.#store.save(async (checkpoint) => {
      for (const index of this.#paths.keys()) {
        const before = newest === undefined ? undefined : join(newest, String(index));
        const folder = join(checkpoint, String(index));
        const outdated = this.#paths[index] === path && this.#keptBytes(partial) === 0;
        if (before !== undefined && existsSync(before) && !outdated) await linkFiles(before, folder);
        if (this.#paths[index] === path) await addSegment(path, folder, this.#keptBytes(partial), sizeBytes);
      }
    });
    this.#kept.set(path, { sizeBytes, restarts });
  }

  #keptBytes(partial: PartialFile): number {
    const kept = this.#kept.get(partial.path);
    return kept?.restarts === partial.restarts ? kept.sizeBytes : 0;
  }
}

/** Names of the segments in the order of their bytes. */
async function segmentsOf(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith('bytes-')).sort();
}

async function addSegment(path: string, folder: string, start: number, end: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (start === 0) await copyFile(statePath(path), join(folder, 'state.json'));
  const name = `bytes-${String(start).padStart(15, '0')}`;
  const bytes = createReadStream(bytesPath(path), { start, end: end - 1 });
  await pipeline(bytes, createWriteStream(join(folder, name)));
}

async function linkFiles(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    // Where the file system has no links, the bytes are copied.
    await link(join(from, name), join(to, name)).catch(() => copyFile(join(from, name), join(to, name)));
  }
}
