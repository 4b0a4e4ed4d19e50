import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { removeTree } from '../src/cache/files/remove-tree.ts';

/** A new folder for one test, removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'eos-test-'));
  onTestFinished(() => {
    // A cache in it has folders that are for reading only.
    removeTree(folder);
  });
  return folder;
}
