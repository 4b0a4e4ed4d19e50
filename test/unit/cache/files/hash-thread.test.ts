import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, it, onTestFinished } from 'vitest';
import { sha256 } from '../../../../src/cache/files/digest.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

/** What a hashing thread answers to a list of paths. */
async function ask(paths: string[]): Promise<unknown> {
  const thread = new Worker(new URL('../../../../src/cache/files/hash-thread.ts', import.meta.url));
  onTestFinished(async () => {
    await thread.terminate();
  });
  return new Promise((resolve, reject) => {
    thread.on('message', resolve);
    thread.on('error', reject);
    thread.postMessage(paths);
  });
}

it('gives the sha256 of empty, small and streamed files', async () => {
  const folder = temporaryFolder();
  const contents = [Buffer.alloc(0), Buffer.from('abc'), Buffer.alloc((4 << 20) + 1, 'edge of stability')];
  const paths = contents.map((content, index) => {
    const path = join(folder, String(index));
    writeFileSync(path, content);
    return path;
  });
  expect(await ask(paths)).toEqual(contents.map((content) => ({ digest: sha256(content) })));
});

it('says of each path why it cannot be read', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'folder'));
  expect(await ask([join(folder, 'folder'), join(folder, 'missing')])).toEqual([
    { error: { code: 'EISDIR', message: 'EISDIR: illegal operation on a directory, read' } },
    {
      error: {
        code: 'ENOENT',
        message: `ENOENT: no such file or directory, stat '${join(folder, 'missing')}'`,
      },
    },
  ]);
});
