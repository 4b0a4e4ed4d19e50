import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sha256 } from '../../../../../src/cache/files/digest.ts';
import hashThread from '../../../../../src/cache/files/hashing/hash-thread.ts';
import { temporaryFolder } from '../../../../temporary-folder.ts';

it('gives the sha256 of empty, small and streamed files', () => {
  const folder = temporaryFolder();
  const contents = [Buffer.alloc(0), Buffer.from('abc'), Buffer.alloc((4 << 20) + 1, 'edge of stability')];
  const paths = contents.map((content, index) => {
    const path = join(folder, String(index));
    writeFileSync(path, content);
    return path;
  });
  expect(hashThread(paths)).toEqual(contents.map((content) => ({ digest: sha256(content) })));
});

it('says of each path why it cannot be read', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'folder'));
  expect(hashThread([join(folder, 'folder'), join(folder, 'missing')])).toEqual([
    { error: { code: 'EISDIR', message: 'EISDIR: illegal operation on a directory, read' } },
    {
      error: {
        code: 'ENOENT',
        message: `ENOENT: no such file or directory, stat '${join(folder, 'missing')}'`,
      },
    },
  ]);
});
