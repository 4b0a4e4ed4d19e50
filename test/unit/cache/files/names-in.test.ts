import { join } from 'node:path';
import { expect, it } from 'vitest';
import { namesIn } from '../../../../src/cache/files/names-in.ts';
import { projectFolder } from '../../../project-folder.ts';

it('lists a folder, and nothing where there is none', () => {
  const folder = projectFolder({ x: '', 'y/z': '' });
  expect(namesIn(folder).sort()).toEqual(['x', 'y']);
  expect(namesIn(join(folder, 'missing'))).toEqual([]);
  expect(namesIn(join(folder, 'x'))).toEqual([]);
});
