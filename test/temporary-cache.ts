import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ActionRecord, writeRecord } from '../src/cache/actions/action-record.ts';
import { CacheFolder } from '../src/cache/files/cache-folder.ts';
import { KEY_FORMAT, type KeyFields, actionKey, seedOf } from '../src/cache/actions/action-key.ts';
import type { Manifest } from '../src/cache/outputs/manifest.ts';
import { storeOutput } from '../src/cache/outputs/output-store.ts';
import { removeTree } from '../src/cache/files/remove-tree.ts';
import type { JsonValue } from '../src/pipeline/values/json.ts';

/** A new, empty cache for one test, removed when the test ends. */
export function temporaryCache(): CacheFolder {
  const cache = new CacheFolder(join(mkdtempSync(join(tmpdir(), 'eos-test-')), 'cache'));
  onTestFinished(() => {
    removeTree(dirname(cache.root));
  });
  cache.create();
  return cache;
}

let stagings = 0;

/** A staging folder of the cache with these files (path → text). */
export function stage(cache: CacheFolder, files: Readonly<Record<string, string>>): string {
  const staging = join(cache.staging, `test.${stagings++}`);
  mkdirSync(staging, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(staging, path)), { recursive: true });
    writeFileSync(join(staging, path), text);
  }
  return staging;
}

/** Stores an output with these files (path → text). */
export function store(cache: CacheFolder, files: Readonly<Record<string, string>>): Manifest {
  return storeOutput(cache, stage(cache, files)).manifest;
}

/** What the key of a stage `train` with these parameters is made of. */
export function fieldsOf(params: JsonValue, more: Partial<KeyFields> = {}): KeyFields {
  const work = { uses: 'train' };
  return { format: KEY_FORMAT, work, params, seed: seedOf(work, params), inputs: {}, env: {}, ...more };
}

/** Stores an output with these files and records it as what the action with these key fields made. */
export function recordAction(
  cache: CacheFolder,
  fields: KeyFields,
  files: Readonly<Record<string, string>>,
  more: Partial<ActionRecord> = {},
): ActionRecord {
  const manifest = store(cache, files);
  const record: ActionRecord = {
    format: 1,
    key: actionKey(fields),
    instance: 'train',
    stage: 'train',
    fields,
    sources: {},
    output: { digest: manifest.digest, files: Object.keys(files).length, sizeBytes: manifest.sizeBytes },
    metrics: { loss: 0.5 },
    provenance: {
      startedAt: '2026-11-24T08:00:00.000Z',
      finishedAt: '2026-11-24T08:00:01.500Z',
      durationMs: 1500,
      host: 'host',
      platform: 'linux-x64',
      processor: 'processor',
      node: '24.0.0',
      threads: 1,
      attempt: 1,
      resumed: false,
      log: 'logs/train/train.log',
    },
    ...more,
  };
  writeRecord(cache, record);
  return record;
}

/** Changes a file of the cache as a failing disk or a careless program would; its mode stays. */
export function damage(path: string, change: (content: Buffer) => Uint8Array): void {
  // The next tick of the file system's clock, so that the change shows in the change time.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 12);
  const { mode } = lstatSync(path);
  chmodSync(path, 0o600);
  writeFileSync(path, change(readFileSync(path)));
  chmodSync(path, mode & 0o777);
}

/** Flips one bit in the middle. */
export function flipBit(content: Buffer): Buffer {
  const flipped = Buffer.from(content);
  const middle = flipped.length >> 1;
  flipped[middle] = flipped[middle]! ^ 1;
  return flipped;
}
