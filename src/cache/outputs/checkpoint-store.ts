import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CacheFolder } from '../files/cache-folder.ts';
import type { Digest } from '../files/digest.ts';
import { namesIn } from '../files/names-in.ts';
import { quarantine } from './quarantine.ts';
import { discardTree, removeTree, renameTree } from '../files/remove-tree.ts';
import { siblingName, syncFolder } from '../files/replace-file.ts';
import { readSealed, writeSealed } from '../files/sealed-json.ts';
import { aDigest, members } from '../files/shape.ts';
import { statsAt } from '../files/signature.ts';
import { isMissing, systemCode, systemError } from '../files/system-error.ts';
import { readTree, treeDigest } from '../files/tree.ts';
import { present } from '../../present.ts';

/** Beside each checkpoint lies the digest of what it holds. */
interface CheckpointSeal {
  tree: Digest;
}

/** A checkpoint that is not what was saved, and where it was moved. */
export interface DamagedCheckpoint {
  path: string;
  problem: string;
  quarantine?: string;
}

/** The checkpoints of one action: numbered folders, of which the last complete one counts. */
export class CheckpointStore {
  readonly #cache: CacheFolder;
  readonly #folder: string;

  constructor(cache: CacheFolder, key: Digest) {
    this.#cache = cache;
    this.#folder = cache.checkpointsOf(key);
  }

  /** The folder of the last checkpoint whose content is what was saved; damaged ones are moved away and told. */
  load(onDamage: (damage: DamagedCheckpoint) => void): string | undefined {
    return this.latest(onDamage)?.folder;
  }

  /** The same with its number: it grows with every checkpoint of the action. */
  latest(onDamage: (damage: DamagedCheckpoint) => void): { number: number; folder: string } | undefined {
    for (const number of this.#numbers().reverse()) {
      const path = join(this.#folder, String(number));
      const problem = this.#problemOf(path);
      if (problem === undefined) return { number, folder: path };
      const moved = quarantine(this.#cache, path);
      onDamage({ path, problem, ...present({ quarantine: moved }) });
    }
    return undefined;
  }

  /**
   * Lets `write` fill an empty folder, which becomes the last checkpoint by one rename; older ones go.
   * @param number - above those of all that are there; by default the next one
   * @returns the folder in which it lies now
   */
  async save(write: (folder: string) => Promise<void> | void, number?: number): Promise<string> {
    const older = this.#numbers();
    const path = join(this.#folder, String(number ?? (older.at(-1) ?? 0) + 1));
    const filling = siblingName(path);
    try {
      mkdirSync(filling, { recursive: true });
      await write(filling);
      const seal: CheckpointSeal = { tree: treeDigest(readTree(filling)) };
      writeSealed(`${path}.json`, seal, 'sealing a checkpoint', false);
      renameTree(filling, path);
      syncFolder(this.#folder);
    } catch (error) {
      removeTree(filling);
      if (namesIn(this.#folder).length === 0) removeTree(this.#folder);
      throw systemError(error, 'saving a checkpoint', path);
    }
    for (const number of older) this.#remove(number);
    return path;
  }

  exists(): boolean {
    return this.#numbers().length > 0;
  }

  /** Removes all checkpoints of the action, when its output is stored. */
  clear(): void {
    if (statsAt(this.#folder)) discardTree(this.#cache, this.#folder);
  }

  #problemOf(path: string): string | undefined {
    const seal = readSealed<CheckpointSeal>(
      `${path}.json`,
      'reading the seal of a checkpoint',
      members({ tree: aDigest }),
    );
    if (seal.state === 'missing') return 'its seal is missing';
    if (seal.state === 'damaged') return `its seal cannot be read: ${seal.problem}`;
    try {
      if (treeDigest(readTree(path)) === seal.content.tree) return undefined;
    } catch (error) {
      return `it cannot be read: ${(error as Error).message}`;
    }
    return 'its content is not what was saved';
  }

  #remove(number: number): void {
    const path = join(this.#folder, String(number));
    discardTree(this.#cache, path);
    rmSync(`${path}.json`, { force: true });
  }

  #numbers(): number[] {
    try {
      return readdirSync(this.#folder)
        .filter((name) => /^\d+$/.test(name))
        .map(Number)
        .sort((a, b) => a - b);
    } catch (error) {
      if (isMissing(error) || systemCode(error) === 'ELOOP') return [];
      throw error;
    }
  }
}
