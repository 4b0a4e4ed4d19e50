import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { replaceFile } from '../../../../src/cache/files/replace-file.ts';
import { shareWithGroup } from '../../../../src/cache/files/share-with-group.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

it('makes what is written the group’s to write where the cache folder is, and nowhere else', () => {
  const before = process.umask(0o027);
  onTestFinished(() => {
    process.umask(before);
  });
  const folder = temporaryFolder();
  const modes = (name: string): string[] => {
    mkdirSync(join(folder, name));
    replaceFile(join(folder, name, 'file'), 'x', 'testing');
    return [name, `${name}/file`].map((path) => (statSync(join(folder, path)).mode & 0o777).toString(8));
  };
  shareWithGroup(folder);
  shareWithGroup(join(folder, 'not there'));
  expect(modes('own')).toEqual(['750', '640']);
  chmodSync(folder, 0o2770);
  shareWithGroup(folder);
  expect(modes('shared')).toEqual(['770', '660']);
});
