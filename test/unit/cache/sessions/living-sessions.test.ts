import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { livingSessions } from '../../../../src/cache/sessions/living-sessions.ts';
import { writeSealed } from '../../../../src/cache/files/sealed-json.ts';
import { Session, sessionFile } from '../../../../src/cache/sessions/session.ts';
import { temporaryCache } from '../../../temporary-cache.ts';

it('knows who is at work on the cache; dead processes and damaged announcements do not count', () => {
  const cache = temporaryCache();
  expect(livingSessions(cache)).toEqual([]);
  const [run, gc] = [new Session(cache), new Session(cache, 'gc')];
  writeSealed(sessionFile(cache, 'dead'), { ...run.owner, session: 'dead', started: 'long ago' }, 'testing');
  writeFileSync(sessionFile(cache, 'damaged'), 'not an announcement');
  const found = livingSessions(cache);
  expect(found).toHaveLength(2);
  expect(found).toEqual(expect.arrayContaining([run.owner, gc.owner]));
  expect([run.owner.work, gc.owner.work]).toEqual([undefined, 'gc']);
  run.close();
  expect(livingSessions(cache)).toEqual([gc.owner]);
  gc.close();
});
