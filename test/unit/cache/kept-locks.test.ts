import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/cache/files/digest.ts';
import { keptKeys, keptLock, keptName, keptNames } from '../../../src/cache/kept-locks.ts';
import { writeLockFile } from '../../../src/cache/lock-file.ts';
import { PipelineError } from '../../../src/pipeline/faults/error.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

describe('named results', () => {
  it('are lock files of kept/, whose keys are reached; other files there are none', () => {
    const root = temporaryFolder();
    expect(keptNames(root)).toEqual([]);
    expect(keptKeys(root)).toEqual([]);
    mkdirSync(join(root, 'kept'));
    for (const name of ['wide', 'narrow'])
      writeLockFile(
        keptLock(root, name),
        new Map([['a', { key: sha256(name), output: sha256('o'), metrics: {} }]]),
      );
    writeFileSync(join(root, 'kept/README.md'), 'mine');
    writeFileSync(join(root, 'kept/.lock'), 'mine');
    expect(keptNames(root)).toEqual(['narrow', 'wide']);
    expect(keptKeys(root)).toEqual([sha256('narrow'), sha256('wide')]);
    writeFileSync(keptLock(root, 'wide'), 'no line of a lock file\n');
    expect(() => keptKeys(root)).toThrow(PipelineError);
  });

  it.each(['', '-x', '.x', 'a/b', '..', 'a b', 'x'.repeat(101)])('cannot be called "%s"', (name) => {
    expect(keptName.test(name)).toBe(false);
  });
});
