import { expect, it } from 'vitest';
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
