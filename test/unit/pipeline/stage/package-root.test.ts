import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../../../src/pipeline/stage/package-root.ts';
import { projectFolder } from '../../../project-folder.ts';

it('the root of a package is the nearest folder upwards that has a package.json', () => {
  const folder = projectFolder({
    'package.json': '{}',
    'a/b/c.ts': '',
    'a/d/package.json': '{}',
    'a/d/e/f.ts': '',
    'a/d/e/package.json/x': '',
  });
  expect(packageRoot(folder)).toBe(folder);
  expect(packageRoot(join(folder, 'a/b'))).toBe(folder);
  expect(packageRoot(join(folder, 'a/d/e'))).toBe(join(folder, 'a/d'));
  expect(packageRoot('/')).toBeUndefined();
});
