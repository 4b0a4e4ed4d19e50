import { expect, it, vi } from 'vitest';
import { exportedFolder } from '../../../../src/cli/transfer/exported-folder.ts';

it('is signed with the key of the environment, which must not be short, and with no other variable of remotes', () => {
  vi.stubEnv('EOS_REMOTE', 's3://bucket');
  vi.stubEnv('EOS_REMOTE_KEY', undefined);
  expect(exportedFolder('/carried')).toMatchObject({ store: { name: '/carried' }, signingKey: undefined });
  vi.stubEnv('EOS_REMOTE_KEY', 'a secret that is long enough');
  expect(exportedFolder('/carried').signingKey).toBe('a secret that is long enough');
  vi.stubEnv('EOS_REMOTE_KEY', 'short');
  expect(() => exportedFolder('/carried')).toThrow('EOS_REMOTE_KEY has 5 characters');
});
