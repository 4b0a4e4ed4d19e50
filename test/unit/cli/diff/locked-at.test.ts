import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lockedAt } from '../../../../src/cli/diff/locked-at.ts';
import { projectFolder } from '../../../project-folder.ts';

const digest = 'a'.repeat(64);

it('reads the lock file that a path names, without git', () => {
  const folder = projectFolder({ 'other.lock': `train ${digest} ${digest} {"loss":1}\n` });
  expect([...lockedAt(join(folder, 'other.lock'), folder)]).toEqual([
    ['train', { key: digest, output: digest, metrics: { loss: 1 } }],
  ]);
});

it('takes no folder for a lock file', () => {
  const folder = projectFolder({});
  expect(() => lockedAt(folder, folder)).toThrow(
    /is neither a lock file nor a git revision with pipeline\.lock/,
  );
});

it('says what is wrong where there is neither a file nor a repository', () => {
  expect(() => lockedAt('HEAD', projectFolder({}))).toThrow(
    /^"HEAD" is neither a lock file nor a git revision with pipeline\.lock: fatal: not a git repository/,
  );
});
