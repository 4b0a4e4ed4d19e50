import { expect, it, vi } from 'vitest';
import { RemoteError } from '../../../../src/cache/remotes/stores/remote-error.ts';
import { exportedFolder, folderError } from '../../../../src/cli/transfer/exported-folder.ts';
import { PipelineError } from '../../../../src/pipeline/faults/error.ts';

it('is signed with the key of the environment, which must not be short, and with no other variable of remotes', () => {
  vi.stubEnv('EOS_REMOTE', 's3://bucket');
  vi.stubEnv('EOS_REMOTE_KEY', undefined);
  expect(exportedFolder('/carried')).toMatchObject({ store: { name: '/carried' }, signingKey: undefined });
  vi.stubEnv('EOS_REMOTE_KEY', 'a secret that is long enough');
  expect(exportedFolder('/carried').signingKey).toBe('a secret that is long enough');
  vi.stubEnv('EOS_REMOTE_KEY', 'short');
  expect(() => exportedFolder('/carried')).toThrow('EOS_REMOTE_KEY has 5 characters');
});

it('says what is wrong with the folder, and leaves other errors as they are', () => {
  const full = new RemoteError('full', 'writing cas/1 in /carried failed (ENOSPC)');
  const hint =
    'Make room in that folder, or give this user access to it; then run the same command again: it goes on from what is there.';
  expect(folderError(full)).toEqual(new PipelineError('disk-full', full.message, { hint, cause: full }));
  expect(folderError(full)).toMatchObject({ code: 'disk-full', hint });
  expect(folderError(new RemoteError('denied', 'no'))).toMatchObject({ code: 'permission-denied', hint });
  expect(folderError(new RemoteError('slow', 'no'))).toMatchObject({ code: 'file-system', hint });
  const other = new Error('other');
  expect(folderError(other)).toBe(other);
});
