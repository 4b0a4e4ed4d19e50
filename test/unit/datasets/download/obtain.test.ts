import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { obtain, type ObtainOptions } from '../../../../src/datasets/download/obtain.ts';
import type { PinnedFile } from '../../../../src/datasets/download/pinned-file.ts';
import { fileServer, serve, stallAfter, status, type FileServer } from '../../../file-server.ts';
import { folderCheckpoint } from '../../../folder-checkpoint.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const content = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * index) % 251));

function pin(url: string, path: string): PinnedFile {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { url, path, sizeBytes: content.length, sha256 };
}

function options(changes: Partial<ObtainOptions> = {}): ObtainOptions {
  const checkpoint = folderCheckpoint(temporaryFolder());
  return { attempts: 1, pauseMs: 1, stallMs: 5000, checkpoint, progress: () => undefined, ...changes };
}

/** Breaks the connection when the first bytes are here. */
function cutAfterSome(server: FileServer): ObtainOptions['progress'] {
  return ({ fraction }) => {
    if (fraction > 0) server.cut();
  };
}

function tree(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), digest(path)]));
}

it('gives the same output from the network and from the data dir', async () => {
  const server = await fileServer(serve(content));
  const files = [pin(server.url, 'model/a.bin'), pin(server.url, 'model/b.bin')];
  const downloaded = temporaryFolder();
  await obtain(files, downloaded, options());

  const root = temporaryFolder();
  mkdirSync(join(root, 'model'));
  for (const name of ['a.bin', 'b.bin']) writeFileSync(join(root, 'model', name), content);
  const copied = temporaryFolder();
  await obtain(files, copied, options({ local: { path: join(root, 'model'), allowUnverified: false } }));

  expect(Object.keys(tree(downloaded))).toEqual(['download.json', 'model/a.bin', 'model/b.bin']);
  expect(tree(copied)).toEqual(tree(downloaded));
});

it('goes on in another output folder where a download that failed left its checkpoint', async () => {
  const server = await fileServer(serve(content), stallAfter(content, 50_000), serve(content));
  const files = [pin(server.url, 'a.bin'), pin(server.url, 'b.bin')];
  const checkpoint = folderCheckpoint(temporaryFolder());
  const failed = obtain(files, temporaryFolder(), options({ checkpoint, stallMs: 300 }));
  await expect(failed).rejects.toThrow(/: nothing arrived for 0\.3 s after [1-9][\d,]* bytes: /);

  const resumed = temporaryFolder();
  await obtain(files, resumed, options({ checkpoint }));
  const fresh = temporaryFolder();
  await obtain(files, fresh, options());
  expect(tree(resumed)).toEqual(tree(fresh));
  expect(server.requests[2]?.range).toMatch(/^bytes=[1-9]\d*-$/);
});

it('keeps what came before it gives up', async () => {
  const server = await fileServer(stallAfter(content, 60_000), status(404), serve(content));
  const checkpoint = folderCheckpoint(temporaryFolder());
  const files = [pin(server.url, 'a.bin')];
  const failed = obtain(
    files,
    temporaryFolder(),
    options({ checkpoint, attempts: 3, progress: cutAfterSome(server) }),
  );
  await expect(failed).rejects.toThrow('the server answered 404 Not Found');
  await obtain(files, temporaryFolder(), options({ checkpoint }));
  expect(server.requests[2]?.range).toMatch(/^bytes=[1-9]\d*-$/);
});

it('shows the error of the download, not that of the checkpoint', async () => {
  const server = await fileServer(stallAfter(content, 60_000));
  const log: string[] = [];
  const checkpoint = { load: () => undefined, save: () => Promise.reject(new Error('no space left')) };
  const failed = obtain(
    [pin(server.url, 'a.bin')],
    temporaryFolder(),
    options({ checkpoint, log: (line) => log.push(line), progress: cutAfterSome(server) }),
  );
  await expect(failed).rejects.toThrow('the connection was closed by the server');
  expect(log).toEqual(['no checkpoint: Error: no space left']);
});
