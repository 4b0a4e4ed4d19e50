import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { realPath } from '../../../../../src/cache/code/targets/real-path.ts';
import { projectFolder } from '../../../../project-folder.ts';

it('follows links to a file, and leaves a path alone at which nothing is', () => {
  const folder = projectFolder({ 'far/a.js': '' });
  symlinkSync('far', join(folder, 'near'));
  expect(realPath(join(folder, 'near/a.js'))).toBe(join(folder, 'far/a.js'));
  expect(realPath(join(folder, 'near/b.js'))).toBe(join(folder, 'near/b.js'));
});
