import { setTimeout } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { namesIn } from '../../../../src/cache/files/names-in.ts';
import { Session } from '../../../../src/cache/sessions/session.ts';
import { withLock } from '../../../../src/cache/sessions/with-lock.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

it('lets one after the other in, and gives the lock back also after a failure', async () => {
  const cache = temporaryCache();
  const sessions = [new Session(cache), new Session(cache), new Session(cache)];
  onTestFinished(() => {
    for (const session of sessions) session.close();
  });
  let inside = 0;
  const most: number[] = [];
  const results = await Promise.allSettled(
    sessions.map(({ owner }, number) =>
      withLock(cache, owner, 'writing', async () => {
        most.push(++inside);
        await setTimeout(5);
        inside--;
        if (number === 1) throw new Error('no');
        return number;
      }),
    ),
  );
  expect(most).toEqual([1, 1, 1]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(namesIn(cache.locks)).toEqual([]);
});
