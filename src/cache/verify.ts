import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { readRecord } from './actions/action-record.ts';
import { distrustConsumers } from './actions/distrust.ts';
import type { CacheFolder } from './files/cache-folder.ts';
import { CheckpointStore } from './outputs/checkpoint-store.ts';
import { type Digest, isDigest } from './files/digest.ts';
import { HashPool } from './files/hashing/hash-pool.ts';
import { type Manifest, readManifest } from './outputs/manifest.ts';
import { digestsIn } from './files/digests-in.ts';
import { namesIn } from './files/names-in.ts';
import { type OutputCheck, type Problem, checkOutput, renewManifest } from './outputs/output-check.ts';
import { removeTree } from './files/remove-tree.ts';
import { quarantine } from './outputs/quarantine.ts';
import { present } from '../present.ts';

/** Files that one thread hashes before it reports. */
const BATCH_FILES = 64;
const BATCH_BYTES = 64 << 20;

/** Something that verification found; `quarantine` is where it was moved, `restored` says that it was set right. */
export interface VerifyProblem extends Problem {
  what: 'action-record' | 'output' | 'manifest' | 'checkpoint';
  /** The instance that the damaged thing belongs to, where it is known. */
  instance?: string;
  restored: boolean;
  quarantine?: string;
}

/** How far verification is. */
export interface VerifyProgress {
  files: number;
  totalFiles: number;
  sizeBytes: number;
  totalBytes: number;
}

/** What was verified and what was wrong. */
export interface VerifyReport {
  records: number;
  outputs: number;
  files: number;
  sizeBytes: number;
  problems: VerifyProblem[];
}

/**
 * Reads the whole cache, byte by byte, in several threads. What is damaged is moved to the quarantine, so that the next run
 * makes it again.
 */
export async function verifyCache(
  cache: CacheFolder,
  onProgress: (progress: VerifyProgress) => void = () => undefined,
  threads: number = availableParallelism(),
): Promise<VerifyReport> {
  const verification = new Verification(cache, onProgress, new HashPool(threads));
  try {
    return await verification.run(threads);
  } finally {
    await verification.close();
  }
}

class Verification {
  readonly #cache: CacheFolder;
  readonly #onProgress: (progress: VerifyProgress) => void;
  readonly #pool: HashPool;
  readonly #problems: VerifyProblem[] = [];
  readonly #progress: VerifyProgress = { files: 0, totalFiles: 0, sizeBytes: 0, totalBytes: 0 };
  /** Output → the instance that made it. */
  readonly #owners = new Map<Digest, string>();

  constructor(cache: CacheFolder, onProgress: (progress: VerifyProgress) => void, pool: HashPool) {
    this.#cache = cache;
    this.#onProgress = onProgress;
    this.#pool = pool;
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  async run(threads: number): Promise<VerifyReport> {
    const records = this.#verifyRecords();
    this.#verifyCheckpoints();
    const outputs = digestsIn(this.#cache.outputs, '');
    for (const output of outputs) {
      const manifest = readManifest(this.#cache, output);
      if (manifest.state !== 'read') continue;
      this.#progress.totalFiles += manifest.content.entries.length;
      this.#progress.totalBytes += manifest.content.sizeBytes;
    }
    // A few outputs at a time: small ones would not keep the threads busy one after the other.
    const queue = [...outputs];
    const worker = async (): Promise<void> => {
      for (let output = queue.pop(); output; output = queue.pop()) await this.#verifyOutput(output);
    };
    await Promise.all(Array.from({ length: 2 * threads }, worker));
    const { files, sizeBytes } = this.#progress;
    return { records, outputs: outputs.length, files, sizeBytes, problems: this.#problems };
  }

  #verifyRecords(): number {
    const keys = digestsIn(this.#cache.actions, '.json');
    for (const key of keys) {
      const read = readRecord(this.#cache, key);
      const path = this.#cache.record(key);
      if (read.state === 'damaged')
        this.#found('action-record', [{ path, problem: read.problem }], quarantine(this.#cache, path));
      if (read.state !== 'read' || read.content.dropped) continue;
      const { output, instance } = read.content;
      this.#owners.set(output.digest, instance);
      if (existsSync(this.#cache.output(output.digest))) continue;
      this.#found(
        'output',
        [{ path: this.#cache.output(output.digest), problem: 'it is missing' }],
        undefined,
        instance,
      );
    }
    return keys.length;
  }

  #verifyCheckpoints(): void {
    for (const key of namesIn(this.#cache.checkpoints).filter(isDigest)) {
      new CheckpointStore(this.#cache, key).load(({ path, problem, quarantine: moved }) => {
        this.#problems.push({
          what: 'checkpoint',
          path,
          problem,
          restored: false,
          ...present({ quarantine: moved }),
        });
      });
    }
  }

  async #verifyOutput(output: Digest): Promise<void> {
    const instance = this.#owners.get(output);
    let check = checkOutput(this.#cache, output, 'structure');
    if (check.state === 'intact') {
      const problems = await this.#hashFiles(check.manifest);
      if (problems.length > 0) check = { state: 'damaged', problems };
      else if (check.moved !== undefined) check = renewManifest(this.#cache, check.manifest, check.moved);
    }
    this.#tell(check, output, instance);
  }

  #tell(check: OutputCheck, output: Digest, instance: string | undefined): void {
    if (check.state === 'damaged') {
      for (const distrusted of distrustConsumers(this.#cache, output, check.problems))
        this.#problems.push({ what: 'action-record', restored: false, ...distrusted });
      const moved = quarantine(this.#cache, this.#cache.output(output));
      removeTree(this.#cache.manifest(output));
      this.#found('output', check.problems, moved, instance);
    }
    if (check.state !== 'intact') return;
    for (const problem of check.restored) {
      this.#problems.push({ ...problem, restored: true, ...present({ instance }) });
    }
  }

  async #hashFiles(manifest: Manifest): Promise<Problem[]> {
    const folder = this.#cache.output(manifest.digest);
    const problems: Problem[] = [];
    const files = manifest.entries.filter((entry) => entry.kind === 'file');
    const batches: (typeof files)[] = [];
    let bytes = 0;
    for (const file of files) {
      const last = batches.at(-1);
      if (last === undefined || last.length === BATCH_FILES || bytes > BATCH_BYTES) {
        batches.push([file]);
        bytes = file.sizeBytes;
      } else {
        last.push(file);
        bytes += file.sizeBytes;
      }
    }
    await Promise.all(
      batches.map(async (batch) => {
        const answers = await this.#pool.hash(batch.map(({ path }) => `${folder}/${path}`));
        for (const [index, answer] of answers.entries()) {
          const { path, sha256, sizeBytes } = batch[index]!;
          const place = `${folder}/${path}`;
          if ('error' in answer)
            problems.push({ path: place, problem: `it cannot be read: ${answer.error.message}` });
          else if (answer.digest !== sha256) problems.push({ path: place, problem: 'its content changed' });
          this.#progress.files++;
          this.#progress.sizeBytes += sizeBytes;
        }
        this.#onProgress({ ...this.#progress });
      }),
    );
    return problems;
  }

  #found(
    what: VerifyProblem['what'],
    problems: Problem[],
    moved: string | undefined,
    instance?: string,
  ): void {
    for (const problem of problems) {
      this.#problems.push({
        what,
        ...problem,
        restored: false,
        ...present({ quarantine: moved, instance }),
      });
    }
  }
}
