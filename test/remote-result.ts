import type { ActionRecord } from '../src/cache/actions/action-record.ts';
import type { CacheFolder } from '../src/cache/files/cache-folder.ts';
import type { TreeEntry } from '../src/cache/files/tree.ts';
import { plainEntries, readManifest } from '../src/cache/outputs/manifest.ts';
import { Remote } from '../src/cache/remotes/remote.ts';
import { HttpStore } from '../src/cache/remotes/stores/http-store.ts';
import type { ObjectServer } from './object-server.ts';
import { fieldsOf, recordAction, temporaryCache } from './temporary-cache.ts';

/** A result with two small files and a large one, in a cache of its own. */
export function sampleResult(files: Readonly<Record<string, string>> = sampleFiles): {
  cache: CacheFolder;
  record: ActionRecord;
  entries: TreeEntry[];
  folder: string;
} {
  const cache = temporaryCache();
  const record = recordAction(cache, fieldsOf({ width: 1 }), files);
  const { digest } = record.output;
  const manifest = readManifest(cache, digest);
  if (manifest.state !== 'read') throw new Error('the sample has no manifest');
  return { cache, record, entries: plainEntries(manifest.content), folder: cache.output(digest) };
}

export const sampleFiles = { a: 'one', 'sub/b': 'two', large: 'abcdefgh'.repeat(20_000) };

/** The server as a remote. */
export function remoteAt(server: ObjectServer, signingKey?: string): Remote {
  return new Remote(new HttpStore(new URL(`${server.url}/`), {}, 2000), signingKey);
}

export const quiet = { sent: (): void => undefined, thorough: false };

/** The path of the one object of the server that a predicate chooses. */
export function objectPath(server: ObjectServer, fits: (path: string, content: Buffer) => boolean): string {
  const found = [...server.objects].filter(([path, content]) => fits(path, content));
  if (found.length !== 1) throw new Error(`${found.length} objects fit`);
  return found[0]![0];
}
