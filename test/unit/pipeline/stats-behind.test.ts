import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { statsBehind } from '../../../src/pipeline/stats-behind.ts';
import { projectFolder } from '../../project-folder.ts';

it('says what lies at a path, and nothing of what cannot be looked at', () => {
  const folder = projectFolder({ 'a/x': 'x' });
  symlinkSync('a', join(folder, 'link'));
  symlinkSync('circle', join(folder, 'circle'));
  expect(statsBehind(join(folder, 'link'))?.isDirectory()).toBe(true);
  expect(statsBehind(join(folder, 'a/x'))?.size).toBe(1);
  for (const path of ['none', 'a/x/y', 'circle', 'circle/x', 'x'.repeat(300), 'x\0'])
    expect(statsBehind(join(folder, path))).toBeUndefined();
});
