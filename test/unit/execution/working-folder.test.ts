import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { cleanLeftBehind } from '../../../src/cache/sessions/left-behind.ts';
import { workingFolder } from '../../../src/execution/working-folder.ts';
import { existsSync, mkdirSync } from 'node:fs';
import { temporaryCache } from '../../temporary-cache.ts';

it('is cleaned up after a killed session, as the staging folder is', () => {
  const cache = temporaryCache();
  const folder = workingFolder(cache.stagingOf('killed', 3));
  mkdirSync(folder, { recursive: true });
  cleanLeftBehind(cache);
  expect(existsSync(folder)).toBe(false);
  rmSync(cache.trash, { recursive: true, force: true });
});
