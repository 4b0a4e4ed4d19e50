import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest } from './digest.ts';
import { memoryFolder } from './memory-folder.ts';
import { shareWithGroup } from './share-with-group.ts';
import { explained } from './system-error.ts';

/** Where everything lies in a cache folder. */
export class CacheFolder {
  readonly root: string;
  readonly actions: string;
  readonly outputs: string;
  /** What lies in each output tree, with the stat signatures. */
  readonly manifests: string;
  /** What was found out about code: its pieces by digest. */
  readonly code: string;
  readonly codePieces: string;
  #memory: string | undefined;
  readonly checkpoints: string;
  readonly logs: string;
  readonly locks: string;
  readonly sessions: string;
  /** Outputs that are being written; same file system as `outputs`, so that a rename publishes them. */
  readonly staging: string;
  /** What is being removed: moved here first, so that no reader sees half of it. */
  readonly trash: string;
  readonly quarantine: string;
  /** Which projects use the cache. */
  readonly projects: string;
  /** Jobs of a cluster: what they are to do, and what they answer. */
  readonly jobs: string;

  constructor(root: string) {
    this.root = root;
    this.actions = join(root, 'actions');
    this.outputs = join(root, 'outputs');
    this.manifests = join(root, 'manifests');
    this.code = join(root, 'code');
    this.codePieces = join(this.code, 'pieces');
    this.checkpoints = join(root, 'checkpoints');
    this.logs = join(root, 'logs');
    this.locks = join(root, 'locks');
    this.sessions = join(root, 'sessions');
    this.staging = join(root, 'staging');
    this.trash = join(root, 'trash');
    this.quarantine = join(root, 'quarantine');
    this.projects = join(root, 'projects');
    this.jobs = join(root, 'jobs');
  }

  /** What this user has seen of the cache; it may be lost, and everything is read again then. */
  get memory(): string | undefined {
    return (this.#memory ??= memoryFolder(this.root));
  }

  /** One line an action, rebuilt from the records at any time: what a no-op run needs to know. */
  get index(): string | undefined {
    return this.#inMemory('index.ndjson');
  }

  /** What the last run looked at that found everything up to date. */
  get freshRun(): string | undefined {
    return this.#inMemory('fresh-run.json');
  }

  /** The import closure of each stage file. */
  get codeClosures(): string | undefined {
    return this.#inMemory('closures');
  }

  #inMemory(name: string): string | undefined {
    return this.memory === undefined ? undefined : join(this.memory, name);
  }

  /** Makes the folders that a run writes to. */
  create(): void {
    shareWithGroup(this.root);
    for (const folder of [
      this.root,
      this.actions,
      this.outputs,
      this.manifests,
      this.code,
      this.locks,
      this.sessions,
      this.projects,
    ]) {
      explained('creating the cache folder', folder, () => mkdirSync(folder, { recursive: true }));
    }
  }

  record(key: Digest): string {
    return join(this.actions, key.slice(0, 2), `${key}.json`);
  }

  output(digest: Digest): string {
    return join(this.outputs, digest.slice(0, 2), digest);
  }

  manifest(digest: Digest): string {
    return join(this.manifests, digest.slice(0, 2), `${digest}.json`);
  }

  lock(key: Digest): string {
    return join(this.locks, `${key}.json`);
  }

  /** The announcement of a process that works on the cache. */
  session(name: string): string {
    return join(this.sessions, `${name}.json`);
  }

  /** Where one attempt of one session writes its output. */
  stagingOf(session: string, attempt: number | string): string {
    return join(this.staging, `${session}.${attempt}`);
  }

  checkpointsOf(key: Digest): string {
    return join(this.checkpoints, key);
  }
}
