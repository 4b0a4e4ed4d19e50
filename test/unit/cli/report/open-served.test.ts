import { closeSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openServed } from '../../../../src/cli/report/open-served.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

it('opens the real file inside the folder, also through a link to the folder itself', () => {
  const above = temporaryFolder();
  const root = join(above, 'report');
  mkdirSync(join(root, 'figures'), { recursive: true });
  writeFileSync(join(root, 'figures/a b.svg'), 'a');
  symlinkSync(root, join(above, 'link'));
  for (const place of [root, join(above, 'link')]) {
    const { path, file } = openServed(place, '/figures/a%20b.svg?x=1')!;
    expect(path).toBe(join(root, 'figures/a b.svg'));
    renameSync(path, `${path}.moved`);
    expect(readFileSync(file, 'utf8')).toBe('a');
    closeSync(file);
    renameSync(`${path}.moved`, path);
  }
  expect(openServed(root, '/figures/')).toBeUndefined();
  expect(openServed(join(above, 'none'), '/')).toBeUndefined();
});
