import { expect, it } from 'vitest';
import { RemoteError } from '../../../../src/cache/remotes/stores/remote-error.ts';
import { livingSessions } from '../../../../src/cache/sessions/session.ts';
import { whileUsed } from '../../../../src/cli/transfer/while-used.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

it('announces itself as long as it works, also where that fails', async () => {
  const cache = temporaryCache();
  const during = await whileUsed(cache, ({ session }) =>
    Promise.resolve([session, livingSessions(cache).map((owner) => owner.session)]),
  );
  expect(during[1]).toEqual([during[0]]);
  await expect(whileUsed(cache, () => Promise.reject(new Error('it failed')))).rejects.toThrow('it failed');
  expect(livingSessions(cache)).toEqual([]);
});

it('says what is wrong with an exported folder', async () => {
  const full = new RemoteError('full', 'writing cas/1 in /carried failed (ENOSPC)');
  await expect(whileUsed(temporaryCache(), () => Promise.reject(full))).rejects.toMatchObject({
    code: 'disk-full',
    message: 'writing cas/1 in /carried failed (ENOSPC)',
  });
});
