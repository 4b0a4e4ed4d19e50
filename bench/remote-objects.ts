/**
 * Pushes 10,000 small files (500 results of 20 files of 1 kB) to a remote cache and pulls them into an empty one, packed and not packed: requests,
 * seconds, and seconds of processor time of this process.
 *
 *   EOS_REMOTE=ADDRESS node bench/remote-objects.ts [RESULTS]
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actionKey, KEY_FORMAT, type KeyFields, seedOf } from '../src/cache/actions/action-key.ts';
import { type ActionRecord, writeRecord } from '../src/cache/actions/action-record.ts';
import { CacheFolder } from '../src/cache/files/cache-folder.ts';
import { removeTree } from '../src/cache/files/remove-tree.ts';
import type { TreeEntry } from '../src/cache/files/tree.ts';
import { takeRecord } from '../src/cache/incoming/take-record.ts';
import { plainEntries } from '../src/cache/outputs/manifest.ts';
import { storeOutput } from '../src/cache/outputs/output-store.ts';
import { openStore } from '../src/cache/remotes/open-store.ts';
import { Remote } from '../src/cache/remotes/remote.ts';
import { remoteSettings } from '../src/cache/remotes/remote-settings.ts';
import { Remotes } from '../src/cache/remotes/remotes.ts';
import type { RemoteStore } from '../src/cache/remotes/stores/remote-store.ts';

const RESULTS = Number(process.argv[2] ?? 500);
const FILES = 20;
const FILE_BYTES = 1000;

interface Result {
  record: ActionRecord;
  entries: TreeEntry[];
  folder: string;
}

const [setting] = remoteSettings([], '.', 'read-write');
if (setting === undefined) throw new Error('EOS_REMOTE names no remote');
const home = mkdtempSync(join(tmpdir(), 'eos-bench-'));
try {
  console.log(`${RESULTS} results of ${FILES} files of ${FILE_BYTES} bytes`);
  for (const packing of [true, false]) await measure(packing);
} finally {
  removeTree(home);
}

async function measure(packing: boolean): Promise<void> {
  const name = packing ? 'packed' : 'not-packed';
  const results = makeResults(new CacheFolder(join(home, name)), `${name} ${Math.random()}`);
  const { remotes, requests } = counted(await openStore(setting!));
  const options = { packing, thorough: false, sent: (): void => undefined };
  await timed(`${name}, pushed`, requests, () =>
    Promise.all(results.map(({ record, entries, folder }) => remotes.send(record, entries, folder, options))),
  );
  const cache = new CacheFolder(join(home, `${name}-pulled`));
  cache.create();
  await timed(`${name}, pulled`, requests, () =>
    Promise.all(
      results.map(async ({ record }, index) => {
        const found = (await remotes.find(record.key))!;
        const staging = cache.stagingOf('bench', index);
        await remotes.receive(found, cache, { staging, got: () => undefined, onlyIfWorth: false });
        takeRecord(cache, found.entry.record);
      }),
    ),
  );
  remotes.close();
}

function makeResults(cache: CacheFolder, salt: string): Result[] {
  cache.create();
  return Array.from({ length: RESULTS }, (_, index) => {
    const staging = cache.stagingOf('bench', index);
    mkdirSync(staging, { recursive: true });
    for (let file = 0; file < FILES; file++)
      writeFileSync(join(staging, `file-${file}`), `${salt} ${index} ${file} `.padEnd(FILE_BYTES, '.'));
    const { manifest } = storeOutput(cache, staging, false);
    const work = { uses: 'bench' };
    const params = { salt, index };
    const fields: KeyFields = {
      format: KEY_FORMAT,
      work,
      params,
      seed: seedOf(work, params),
      inputs: {},
      env: {},
    };
    const record: ActionRecord = {
      format: 1,
      key: actionKey(fields),
      instance: `bench[index=${index}]`,
      stage: 'bench',
      fields,
      sources: {},
      output: { digest: manifest.digest, files: FILES, sizeBytes: manifest.sizeBytes },
      metrics: {},
      provenance: {
        startedAt: '',
        finishedAt: '',
        durationMs: 1000,
        host: '',
        platform: '',
        processor: '',
        node: '',
        threads: 1,
        attempt: 1,
        resumed: false,
        log: 'logs/bench/bench.log',
      },
    };
    writeRecord(cache, record, false);
    return { record, entries: plainEntries(manifest), folder: cache.output(manifest.digest) };
  });
}

/** A remote whose requests are counted. */
function counted(store: RemoteStore): { remotes: Remotes; requests: { count: number } } {
  const requests = { count: 0 };
  for (const method of ['get', 'put', 'receive', 'sizeOf'] as const) {
    const original = store[method].bind(store) as (...given: unknown[]) => unknown;
    Object.assign(store, {
      [method]: (...given: unknown[]) => {
        requests.count++;
        return original(...given);
      },
    });
  }
  const members = [{ remote: new Remote(store, undefined), reads: true, writes: true }];
  return { remotes: new Remotes(members, true, () => undefined), requests };
}

async function timed(name: string, requests: { count: number }, act: () => Promise<unknown>): Promise<void> {
  requests.count = 0;
  const startedMs = performance.now();
  const before = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - startedMs) / 1000;
  console.log(
    `${name}: ${requests.count} requests, ${seconds.toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of CPU`,
  );
}
