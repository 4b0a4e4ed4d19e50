import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkpoint } from '../src/pipeline/stage/stage.ts';

/** Checkpoints in a folder: each save replaces the one before, as the engine does it. */
export function folderCheckpoint(folder: string): Checkpoint & { saves: () => number } {
  let saves = 0;
  const newest = (): string | undefined => {
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => /^\d+$/.test(name)) : [];
    const last = names.sort((a, b) => Number(a) - Number(b)).at(-1);
    return last === undefined ? undefined : join(folder, last);
  };
  return {
    saves: () => saves,
    load: newest,
    async save(write) {
      const before = newest();
      const writing = join(folder, 'writing');
      rmSync(writing, { recursive: true, force: true });
      mkdirSync(writing, { recursive: true });
      await write(writing);
      saves++;
      renameSync(writing, join(folder, String(Number(before?.split('/').at(-1) ?? 0) + 1)));
      if (before !== undefined) rmSync(before, { recursive: true });
    },
  };
}
